import { isNote } from "../model/places";
import { inWriting } from "../model/in_writing";
import type { Unsent } from "../model/outbox";
import { plainName } from "../format";
import { inWords } from "../words";
import { Icon } from "./Icon";
import { Tick } from "./Tick";

/** On screen in the frame in which it was sent, under a clock until the server has it. */
export function UnsentBubble({ unsent }: { unsent: Unsent }) {
  const kind = isNote(unsent.conversation) ? "note" : "out";
  return (
    <li class={`message message-${kind}`} data-key={unsent.client_id} data-first="true">
      <article class="bubble bubble-unsent">
        {unsent.files?.map(({ key, shape, name, label }) => (
          <p key={key} class="bubble-kind">
            <Icon name={shape} />
            <bdi>{name ? plainName(name) : inWords(label)}</bdi>
          </p>
        ))}
        {unsent.place && (
          <p class="bubble-kind">
            <Icon name="location" />
            <bdi>{plainName(inWriting(unsent.place))}</bdi>
          </p>
        )}
        {unsent.body && (
          <p class="bubble-text" dir="auto">
            {unsent.body}
          </p>
        )}
        <p class="bubble-foot">
          <Tick status="waiting" />
        </p>
      </article>
    </li>
  );
}
