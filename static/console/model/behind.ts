import type { Message } from "../protocol";

/** What holds up a text that waits: an earlier one that is looked for, or that waits itself. */
export function behindOf(messages: Message[], waiting: Message): "searched" | "waiting" | null {
  if (waiting.status !== "waiting") return null;
  const earlier = messages.filter(
    ({ number, reason }) => number < waiting.number && reason !== null,
  );
  // A text on its way bears a reason only where its answer was lost.
  if (earlier.some(({ status }) => status === "sending")) return "searched";
  return earlier.some(({ status }) => status === "waiting") ? "waiting" : null;
}
