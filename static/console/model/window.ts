/** WhatsApp's 24 hours after the contact's last message, in which free text is allowed. */
export type Window = "open" | "closing" | "last_minutes" | "shut";

const HOUR = 3_600_000;
export const CLOSING = 2 * HOUR;
const LAST_MINUTES = HOUR / 4;

/** `left` in milliseconds. */
export function windowOf(left: number): Window {
  if (left <= 0) return "shut";
  if (left <= LAST_MINUTES) return "last_minutes";
  return left <= CLOSING ? "closing" : "open";
}
