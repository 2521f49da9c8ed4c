import type { ComponentChildren } from "preact";
import { gettext } from "../words";
import { KeyTable } from "./parts";
import { Lookers } from "./Lookers";
import { Messages } from "./Messages";
import { ThreadHead } from "./ThreadHead";
import { Writing } from "./Writing";
import { useDesk, useModels } from "./hooks";

interface Props {
  handingOver: boolean;
  setHandingOver(open: boolean): void;
  parking: boolean;
  setParking(open: boolean): void;
  close(): void;
  details: boolean;
  showDetails(shown: boolean): void;
}

/** The open conversation: who, what was said, and the place to answer. */
export function ThreadPane(props: Props) {
  const desk = useDesk();
  useModels(desk.opening, desk.conversations);
  const { opening, open: row } = desk;
  if (opening.current === null) return <Nothing />;
  if (opening.refusal !== null) return <Refusal reason={opening.refusal} />;
  return (
    <Pane>
      {row ? <ThreadHead row={row} {...props} /> : <header class="thread-head" />}
      <Messages key={opening.current} conversation={opening.current} row={row} />
      <Lookers conversation={opening.current} />
      {row ? <Writing row={row} /> : <footer class="foot foot-unknown" />}
    </Pane>
  );
}

function Pane({ children }: { children: ComponentChildren }) {
  return (
    <section class="thread-pane" id="thread" aria-label={gettext("Conversation")} tabIndex={-1}>
      {children}
    </section>
  );
}

/** Nothing chosen: what the keys do. */
function Nothing() {
  return (
    <Pane>
      <div class="thread-empty">
        <h2>{gettext("Choose a conversation")}</h2>
        <KeyTable />
      </div>
    </Pane>
  );
}

function Refusal({ reason }: { reason: string }) {
  const { opening } = useDesk();
  return (
    <Pane>
      <div class="thread-empty">
        <p>{reason}</p>
        <div class="actions">
          <button type="button" class="button" onClick={() => void opening.load()}>
            {gettext("Try again")}
          </button>
          <button type="button" class="button" onClick={() => opening.open(null)}>
            {gettext("Back to the list")}
          </button>
        </div>
      </div>
    </Pane>
  );
}
