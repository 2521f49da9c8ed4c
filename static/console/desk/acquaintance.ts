import type { Conversations } from "../model/conversations";
import { Observable } from "../model/observable";
import type { About } from "../protocol";
import type { Ask } from "../questions";
import type { Opening } from "./opening";

/** What is known of whom the open conversation is with, asked when it is opened and when they write. */
export class Acquaintance extends Observable {
  #of: string | null = null;
  #known: About | null = null;
  /** When the contact had last written as it was asked: their words may change what is known. */
  #asked: string | null = null;

  constructor(
    private readonly ask: Ask,
    private readonly opening: Opening,
    private readonly conversations: Conversations,
  ) {
    super();
    opening.subscribe(() => void this.#look());
    conversations.subscribe(() => void this.#look());
  }

  /** Null until it is there. */
  of(conversation: string): About | null {
    return this.#of === conversation ? this.#known : null;
  }

  async #look(): Promise<void> {
    const { current } = this.opening;
    const isNew = current !== this.#of;
    const last = this.conversations.get(current ?? "")?.last;
    const written = last?.direction === "in" ? last.at : isNew ? null : this.#asked;
    if (!isNew && written === this.#asked) return;
    if (isNew) this.#known = null;
    [this.#of, this.#asked] = [current, written];
    if (current === null) return;
    try {
      const { contact } = await this.ask("contact", { conversation: current });
      if (this.#of === current && this.#asked === written) this.#known = contact;
    } catch {
      // Asked again when it is opened next; the conversation itself says whether it may be seen.
      if (this.#of === current && !this.#known) this.#of = null;
    }
    this.changed();
  }
}
