import type { Status } from "../protocol";
import { gettext } from "../words";

type Shown = Exclude<Status, "received">;

/** On a grid of 18 × 12, as WhatsApp draws them; they never mirror. */
const MARKS: Record<Shown, string> = {
  waiting: "M9 1a5 5 0 1 0 0 10A5 5 0 0 0 9 1zM9 3.5V6l1.7 1.2",
  sending: "M9 1a5 5 0 1 0 0 10A5 5 0 0 0 9 1zM9 3.5V6l1.7 1.2",
  sent: "M4.5 6.5L7.5 9.5 13.5 3",
  delivered: "M1.5 6.5L4.5 9.5 10.5 3M8.5 8.5l1 1L15.5 3",
  read: "M1.5 6.5L4.5 9.5 10.5 3M8.5 8.5l1 1L15.5 3",
  failed: "M5.5 2.5l7 7M12.5 2.5l-7 7",
  undelivered: "M5.5 2.5l7 7M12.5 2.5l-7 7",
  unknown: "M7 4.2A2 2 0 1 1 9.9 6C9.3 6.4 9 6.7 9 7.5M9 9.6v.1",
};

function nameOf(status: Shown): string {
  switch (status) {
    case "waiting":
    case "sending":
      return gettext("waiting to be sent");
    case "sent":
      return gettext("sent");
    case "delivered":
      return gettext("delivered");
    case "read":
      return gettext("read");
    case "failed":
      return gettext("failed");
    case "undelivered":
      return gettext("not delivered");
    case "unknown":
      return gettext("unknown");
  }
}

/** What the provider has said about a message of ours: a glyph, and its name in text. */
export function Tick({ status }: { status: Status }) {
  if (status === "received") return null;
  return (
    <span class={`tick tick-${status}`} title={nameOf(status)}>
      <svg viewBox="0 0 18 12" aria-hidden="true" focusable="false">
        <path d={MARKS[status]} />
      </svg>
      <span class="unseen">{nameOf(status)}</span>
    </span>
  );
}
