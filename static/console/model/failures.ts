import type { Message, Status, Summary } from "../protocol";

const FAILED = new Set<Status>(["failed", "undelivered", "unknown"]);

export function isFailure(message: Message): boolean {
  return FAILED.has(message.status);
}

/** The row's failed texts once this one stands as it does. */
export function failedNow({ failed }: Summary, message: Message): Summary["failed"] {
  const { [message.key]: _, ...others } = failed;
  return isFailure(message) ? { ...others, [message.key]: message.status } : others;
}

/** How bad it is: that something did not arrive weighs more than that nobody knows. */
export function worst({ failed }: Summary): "failed" | "unknown" | null {
  const statuses = Object.values(failed);
  if (!statuses.length) return null;
  return statuses.every((status) => status === "unknown") ? "unknown" : "failed";
}
