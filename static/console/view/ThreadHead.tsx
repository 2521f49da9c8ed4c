import { useState } from "preact/hooks";
import { nameOf } from "../desk/names";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { Disclosure } from "./Disclosure";
import { Icon, type IconName } from "./Icon";
import { HandOver, Park } from "./parts";
import { useDesk } from "./hooks";

interface Props {
  row: Summary;
  handingOver: boolean;
  setHandingOver(open: boolean): void;
  parking: boolean;
  setParking(open: boolean): void;
  close(): void;
  details: boolean;
  showDetails(shown: boolean): void;
}

export function ThreadHead(props: Props) {
  const { row, handingOver, setHandingOver, parking, setParking, close, details, showDetails } = props;
  const desk = useDesk();
  const { acting, opening, conversations, profile } = desk;
  /** For the next, by conversation: kept while the menu is shut. */
  const [notes, setNotes] = useState<Record<string, string>>({});
  const mine = row.state === "active" && conversations.isMine(row);
  const mayAct = desk.mayAct(row);
  const mayTakeOver = mayAct && !mine && row.state === "active" && profile.me.takes_chats;
  return (
    <header class="thread-head">
      <button type="button" class="button button-quiet to-list" onClick={() => opening.open(null)}>
        <Icon name="back" />
        <span class="unseen">{gettext("Back to the list")}</span>
      </button>
      <div class="thread-who">
        <h2>
          <bdi>{nameOf(row.contact)}</bdi>
        </h2>
        <p class="muted">
          <bdi>{row.service.name}</bdi> · {gettext("WhatsApp")}
        </p>
      </div>
      <div class="actions">
        {mayTakeOver && (
          <button type="button" class="button" onClick={() => void acting.takeOver(row)}>
            {gettext("Take over")}
          </button>
        )}
        {mayAct && (
          <Disclosure
            label={<Act icon="give" name={gettext("Hand over")} />}
            open={handingOver}
            setOpen={setHandingOver}
            from="end"
          >
            <HandOver
              key={row.key}
              row={row}
              note={notes[row.key] ?? ""}
              setNote={(note) => setNotes({ ...notes, [row.key]: note })}
              done={() => setHandingOver(false)}
            />
          </Disclosure>
        )}
        {mayAct && row.state === "active" && (
          <Disclosure
            label={<Act icon="park" name={gettext("Park")} />}
            open={parking}
            setOpen={setParking}
            from="end"
          >
            <Park row={row} done={() => setParking(false)} />
          </Disclosure>
        )}
        {mayAct && row.state === "active" && (
          <button type="button" class="button" onClick={close}>
            <Act icon="done" name={gettext("Close")} />
          </button>
        )}
        <button
          type="button"
          class="button button-quiet to-details"
          aria-expanded={details}
          aria-controls="panel"
          onClick={() => showDetails(!details)}
        >
          <Icon name="info" />
          <span class="unseen">{gettext("Details")}</span>
        </button>
      </div>
    </header>
  );
}

function Act({ icon, name }: { icon: IconName; name: string }) {
  return (
    <>
      <Icon name={icon} />
      <span class="thread-act">{name}</span>
    </>
  );
}
