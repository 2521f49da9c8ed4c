import type { Summary } from "../protocol";
import type { ServerClock } from "./clock";

/** WhatsApp's 24 hours after the contact's last message, in which free text is allowed. */
export type Window = "open" | "closing" | "last_minutes" | "shut";

const HOUR = 3_600_000;
export const CLOSING = 2 * HOUR;
const LAST_MINUTES = HOUR / 4;

/** Whether so little is left of an open conversation's window that somebody should know. */
export function closesSoon(row: Summary, clock: Pick<ServerClock, "until">): boolean {
  const left = row.window_ends_at ? clock.until(row.window_ends_at) : 0;
  return row.state !== "closed" && left > 0 && left <= CLOSING;
}

export const endingFirst = (a: Summary, b: Summary): number =>
  (a.window_ends_at ?? "").localeCompare(b.window_ends_at ?? "") || a.number - b.number;

/** `left` in milliseconds. */
export function windowOf(left: number): Window {
  if (left <= 0) return "shut";
  if (left <= LAST_MINUTES) return "last_minutes";
  return left <= CLOSING ? "closing" : "open";
}
