import { dateAndHour, hour, moment } from "../format";
import { isFailure } from "../model/failures";
import type { Message } from "../protocol";
import { gettext } from "../words";
import { memo } from "./memo";
import { Linked } from "./message/Linked";
import { RawLink } from "./message/RawLink";
import { Around, FailureNote, WaitingNote } from "./parts";
import { Tick } from "./Tick";

interface Props {
  message: Message;
  first: boolean;
  last: boolean;
  /** Who wrote it. */
  name: string;
  conversation: string;
}

/** One message; its side says who wrote it, the direction of its lines is their own. */
export const Bubble = memo(({ message, first, last, name, conversation }: Props) => {
  const { direction, at } = message;
  const time = hour(at);
  return (
    <li class={`message message-${direction}`} data-key={message.key} data-first={first}>
      <article class="bubble" aria-label={gettext("%(name)s, %(time)s", { name, time })}>
        {hasMore(message) && <Around message={message} conversation={conversation} />}
        {said(message) && (
          <p class="bubble-text" dir="auto">
            <Linked text={message.body} />
          </p>
        )}
        <p class="bubble-foot">
          {direction === "out" && last && <bdi>{name}</bdi>}
          <RawLink message={message} />
          {message.written_at && (
            <span>{gettext("came late, written %(at)s", { at: dateAndHour(message.written_at) })}</span>
          )}
          <time dateTime={at} title={moment(at)}>
            {time}
          </time>
          <Tick status={message.status} />
        </p>
      </article>
      {isFailure(message) ? (
        <FailureNote message={message} conversation={conversation} />
      ) : (
        (message.reason || message.status === "waiting") && (
          <WaitingNote message={message} conversation={conversation} />
        )
      )}
    </li>
  );
});

/** Whether there is anything beside the text. */
const hasMore = ({ details, media, line }: Message) => details || line || media.length > 0;

/** A choice repeats as its text the words that were chosen, a document and a place their names. */
const said = ({ body, details, media }: Message) =>
  body && !details?.place && body !== details?.choice && !media.some(({ name }) => name === body);
