import { hour, moment, plainName } from "../format";
import type { Note } from "../protocol";
import { gettext } from "../words";
import { memo } from "./memo";

/** A note to colleagues: another ground, a dashed edge and the word, so that no colour decides. */
export const NoteBubble = memo(({ note }: { note: Note }) => {
  const time = hour(note.at);
  const name = plainName(note.author.name);
  return (
    <li class="message message-note" data-key={note.key}>
      <article class="bubble" aria-label={gettext("Note by %(name)s, %(time)s", { name, time })}>
        <p class="bubble-text" dir="auto">
          {note.body}
        </p>
        <p class="bubble-foot">
          <strong>{gettext("note")}</strong>
          <bdi>{name}</bdi>
          <time dateTime={note.at} title={moment(note.at)}>
            {time}
          </time>
        </p>
      </article>
    </li>
  );
});
