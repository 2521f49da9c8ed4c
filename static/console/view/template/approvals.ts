import { gettext } from "../../words";

/** What WhatsApp says of a template that cannot be sent. */
export function approvalOf(approval: string): string {
  switch (approval) {
    case "received":
      return gettext("received by WhatsApp");
    case "pending":
      return gettext("waits for WhatsApp");
    case "rejected":
      return gettext("rejected");
    case "paused":
      return gettext("paused by WhatsApp");
    case "disabled":
      return gettext("disabled by WhatsApp");
    default:
      return gettext("not submitted");
  }
}
