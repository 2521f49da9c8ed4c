import { useState } from "preact/hooks";
import { nameOf } from "../desk/names";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { Disclosure } from "./Disclosure";
import { Icon, type IconName } from "./Icon";
import { HandOver, Park } from "./parts";
import { useDesk } from "./hooks";
import type { Screen } from "./useScreen";

interface Props {
  row: Summary;
  screen: Screen;
  close(): void;
}

export function ThreadHead({ row, screen, close }: Props) {
  const { menu, setMenu, details, showDetails } = screen;
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
            open={menu === "hand_over"}
            setOpen={(open) => setMenu(open ? "hand_over" : null)}
            from="end"
          >
            <HandOver
              key={row.key}
              row={row}
              note={notes[row.key] ?? ""}
              setNote={(note) => setNotes({ ...notes, [row.key]: note })}
              done={() => setMenu(null)}
            />
          </Disclosure>
        )}
        {mayAct && row.state === "active" && (
          <Disclosure
            label={<Act icon="park" name={gettext("Park")} />}
            open={menu === "park"}
            setOpen={(open) => setMenu(open ? "park" : null)}
            from="end"
          >
            <Park row={row} done={() => setMenu(null)} />
          </Disclosure>
        )}
        {mayAct && row.state === "active" && (
          <button type="button" class="button" onClick={close}>
            <Act icon="done" name={gettext("Close")} />
          </button>
        )}
        <button
          type="button"
          class="button button-quiet to-find"
          title={gettext("Find in this conversation")}
          aria-keyshortcuts="f"
          onClick={() => screen.setFinding(true)}
        >
          <Icon name="search" />
          <span class="unseen">{gettext("Find in this conversation")}</span>
        </button>
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
