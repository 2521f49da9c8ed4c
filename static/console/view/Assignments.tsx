import { dateAndHour, plainName } from "../format";
import type { Assignment } from "../assignment";
import { gettext, inWords } from "../words";

/** To whom a conversation was offered, when, why to them, and why not to the others. */
export function Assignments({ told }: { told: Assignment[] }) {
  if (!told.length) return <p class="muted">{gettext("It was offered to nobody yet.")}</p>;
  return (
    <ol class="assignments">
      {told.map((one) => (
        <li key={one.key}>
          <p>
            <bdi>{plainName(one.agent)}</bdi>, <time dateTime={one.at}>{dateAndHour(one.at)}</time>
          </p>
          {one.why && <p class="muted">{inWords(one.why)}</p>}
          {one.notes.map((note) => (
            <p class="muted" key={note.text}>
              {inWords(note)}
            </p>
          ))}
          {one.passed.length > 0 && (
            <ul>
              {one.passed.map((passed) => (
                <li key={passed.key}>
                  <bdi>{plainName(passed.name)}</bdi>:{" "}
                  <span class="muted">{inWords(passed.why)}</span>
                </li>
              ))}
              {one.more && <li class="muted">{gettext("And others.")}</li>}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
