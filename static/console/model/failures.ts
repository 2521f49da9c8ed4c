import type { Message, Status } from "../protocol";
import { Observable } from "./observable";

const FAILED = new Set(["failed", "undelivered", "unknown"]);

export function isFailure(message: Message): boolean {
  return FAILED.has(message.status);
}

/** Which conversations hold a text of ours that did not arrive, as far as this page has seen. */
export class Failures extends Observable {
  readonly #failed = new Map<string, Map<string, Status>>();

  seen(conversation: string, messages: Message[]): void {
    const failed = this.#failed.get(conversation) ?? new Map<string, Status>();
    for (const message of messages) {
      if (isFailure(message)) failed.set(message.key, message.status);
      else failed.delete(message.key);
    }
    this.#failed.set(conversation, failed);
    this.changed();
  }

  worst(conversation: string): "failed" | "unknown" | null {
    const failed = this.#failed.get(conversation);
    if (!failed?.size) return null;
    return [...failed.values()].every((status) => status === "unknown") ? "unknown" : "failed";
  }
}
