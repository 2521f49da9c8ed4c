import { isNote } from "../model/places";
import type { Unsent } from "../model/outbox";
import { Tick } from "./Tick";

/** On screen in the frame in which it was sent, under a clock until the server has it. */
export function UnsentBubble({ unsent }: { unsent: Unsent }) {
  const kind = isNote(unsent.conversation) ? "note" : "out";
  return (
    <li class={`message message-${kind}`} data-key={unsent.client_id} data-first="true">
      <article class="bubble bubble-unsent">
        <p class="bubble-text" dir="auto">
          {unsent.body}
        </p>
        <p class="bubble-foot">
          <Tick status="waiting" />
        </p>
      </article>
    </li>
  );
}
