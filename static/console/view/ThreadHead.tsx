import { nameOf } from "../desk/names";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { HandOver } from "./HandOver";
import { Icon } from "./Icon";
import { Park } from "./Park";
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
        {mayAct && <HandOver row={row} open={handingOver} setOpen={setHandingOver} />}
        {mayAct && row.state === "active" && <Park row={row} open={parking} setOpen={setParking} />}
        {mayAct && row.state === "active" && (
          <button type="button" class="button" onClick={close}>
            <Icon name="done" />
            <span class="thread-act">{gettext("Close")}</span>
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
