import { number } from "../format";
import { LONGEST, ONE_MESSAGE, tooMany } from "../model/lengths";
import { gettext } from "../words";

/** What keeps an answer from leaving as it stands, or how it will leave. */
export function TextNote({ body, missing }: { body: string; missing: string | null }) {
  const over = tooMany(body);
  const refusal = over
    ? gettext("Characters too many: %(over)s. At most %(most)s go at once.", {
        over: number(over),
        most: number(LONGEST),
      })
    : missing && gettext("Nothing is known for %(field)s: fill it in, then the text can be sent.", { field: missing });
  return (
    <>
      {refusal && (
        <p class="composer-note" data-level="warn" role="status">
          {refusal}
        </p>
      )}
      {!over && body.length > ONE_MESSAGE && (
        <p class="composer-note muted">
          {gettext("Longer than one WhatsApp message: it leaves as several, in order.")}
        </p>
      )}
    </>
  );
}
