import { nameOf } from "../desk/names";
import { hour, moment, plainName } from "../format";
import { isFailure } from "../model/failures";
import type { Message, Summary } from "../protocol";
import { gettext, inWords } from "../words";
import { FailureNote } from "./FailureNote";
import { Icon } from "./Icon";
import { Tick } from "./Tick";
import { iconOf } from "./kinds";

interface Props {
  message: Message;
  first: boolean;
  last: boolean;
  row: Summary | undefined;
  conversation: string;
}

/** One message; its side says who wrote it, the direction of its lines is their own. */
export function Bubble({ message, first, last, row, conversation }: Props) {
  const { direction, author, at } = message;
  const time = hour(at);
  const name = direction === "in" ? row && nameOf(row.contact) : author && plainName(author.name);
  return (
    <li class={`message message-${direction}`} data-key={message.key} data-first={first}>
      <article class="bubble" aria-label={gettext("%(name)s, %(time)s", { name: name || "–", time })}>
        {message.line && (
          <p class="bubble-kind">
            <Icon name={iconOf(message.kind)} />
            <span>{inWords(message.line)}</span>
          </p>
        )}
        {message.body && (
          <p class="bubble-text" dir="auto">
            {message.body}
          </p>
        )}
        <p class="bubble-foot">
          {direction === "out" && last && name && <bdi>{name}</bdi>}
          <time dateTime={at} title={moment(at)}>
            {time}
          </time>
          <Tick status={message.status} />
        </p>
      </article>
      {isFailure(message) && <FailureNote message={message} conversation={conversation} />}
    </li>
  );
}
