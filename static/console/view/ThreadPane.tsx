import type { ComponentChildren } from "preact";
import { gettext } from "../words";
import { FindBar, KeyTable } from "./parts";
import { Lookers } from "./Lookers";
import { Messages } from "./Messages";
import { ThreadHead } from "./ThreadHead";
import { Writing } from "./Writing";
import { useDesk, useModels } from "./hooks";
import type { Screen } from "./useScreen";

interface Props {
  screen: Screen;
  close(): void;
}

/** The open conversation: who, what was said, and the place to answer. */
export function ThreadPane({ screen, close }: Props) {
  const desk = useDesk();
  useModels(desk.opening, desk.conversations);
  const { opening, open: row } = desk;
  if (opening.current === null) return <Nothing />;
  if (opening.refusal !== null) return <Refusal reason={opening.refusal} />;
  return (
    <Pane>
      {row ? <ThreadHead row={row} screen={screen} close={close} /> : <header class="thread-head" />}
      {screen.finding && (
        <FindBar key={opening.current} conversation={opening.current} close={() => screen.setFinding(false)} />
      )}
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
