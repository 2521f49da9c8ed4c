import type { Message } from "../protocol";

const DAY = 24 * 60 * 60 * 1000; // ms, of WhatsApp's window

/** By the provider's code: only a word of the contact's changes it. The window is shut, they wrote
 * STOP, they blocked us. */
const UNTIL_THEY_WRITE = new Set(["63016", "21610", "63014"]);
/** The number or the text is at fault, and stays what it is. */
const NEVER = new Set([
  ...["21211", "21614", "30005", "30006", "63003", "63024"],
  ...["21617", "21619", "63005", "63013", "63021", "63025"],
]);

/**
 * Whether to offer that a failed text goes once more as it is: not where it would fail for the
 * same reason. `now` in ms; `windowEnds` is the end of WhatsApp's 24 hours, null before the contact
 * wrote.
 */
export function mayGoAgain(message: Message, windowEnds: string | null, now: number): boolean {
  const ends = windowEnds === null ? 0 : Date.parse(windowEnds);
  if (ends <= now) return false;
  const code = String(message.reason_code ?? "");
  if (NEVER.has(code)) return false;
  return !UNTIL_THEY_WRITE.has(code) || ends - DAY > Date.parse(message.at);
}
