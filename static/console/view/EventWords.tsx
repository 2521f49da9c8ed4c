import { dateAndHour, hour, plainName } from "../format";
import type { Happening } from "../protocol";
import { gettext } from "../words";

/** What happened, as a line between the messages. */
export function EventWords({ event }: { event: Happening }) {
  return <>{wordsOf(event)}</>;
}

function wordsOf({ event, at, by, to }: Happening): string {
  const time = hour(at);
  const values = { name: plainName(by ?? "–"), target: plainName(to ?? "–"), time };
  switch (event) {
    case "accepted":
      return gettext("Accepted by %(name)s, %(time)s", values);
    case "returned":
      return gettext("Back with %(name)s, %(time)s", values);
    case "parked":
      return parkedWords(by, to, values);
    case "handed_over":
      return gettext("%(name)s handed this over to %(target)s, %(time)s", values);
    case "declined":
      return gettext("%(name)s declined: back in the queue, %(time)s", values);
    case "missed":
      return gettext("%(name)s did not answer in time: back in the queue, %(time)s", values);
    case "sent_back":
      return gettext("%(name)s sent this back to the queue, %(time)s", values);
    case "lost":
      return gettext("%(name)s lost the connection: back in the queue, %(time)s", values);
    case "left":
      return gettext("Back in the queue from %(name)s, %(time)s", values);
    case "forgotten":
      return gettext("%(name)s left this unanswered for too long: back in the queue, %(time)s", values);
    case "overflowed":
      return gettext("Nobody took it in time: it went over to %(target)s, %(time)s", values);
    case "closed":
      return to
        ? gettext("Closed by %(name)s as %(target)s, %(time)s", values)
        : gettext("Closed by %(name)s, %(time)s", values);
    case "reopened":
      return gettext("Opened again by %(name)s, %(time)s", values);
    case "joined":
      return gettext("Joined with another conversation of this customer, %(time)s", values);
  }
}

/** Nobody parks what its customer has left unanswered for long: it is put aside by itself. */
function parkedWords(by: string | null, to: string | null, values: Record<string, string>): string {
  if (by === null) return gettext("Parked: the customer was silent, %(time)s", values);
  const until = to ? dateAndHour(to) : "";
  return until
    ? gettext("Parked by %(name)s until %(until)s, %(time)s", { ...values, until })
    : gettext("Parked by %(name)s, %(time)s", values);
}
