import { Observable } from "../model/observable";
import type { About } from "../protocol";
import type { Ask } from "../questions";
import type { Opening } from "./opening";

/** What is known of whom the open conversation is with, asked each time one is opened. */
export class Acquaintance extends Observable {
  #of: string | null = null;
  #known: About | null = null;

  constructor(
    private readonly ask: Ask,
    private readonly opening: Opening,
  ) {
    super();
    opening.subscribe(() => void this.#look());
  }

  /** Null until it is there. */
  of(conversation: string): About | null {
    return this.#of === conversation ? this.#known : null;
  }

  async #look(): Promise<void> {
    const { current } = this.opening;
    if (current === this.#of) return;
    [this.#of, this.#known] = [current, null];
    if (current === null) return;
    try {
      const { contact } = await this.ask("contact", { conversation: current });
      if (this.#of === current) this.#known = contact;
    } catch {
      // Asked again when it is opened next; the conversation itself says whether it may be seen.
      if (this.#of === current) this.#of = null;
    }
    this.changed();
  }
}
