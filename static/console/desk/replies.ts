import { Observable } from "../model/observable";
import type { Canned } from "../protocol";
import type { Ask } from "../questions";

/** The canned replies of the open conversation, filled in by the server. */
export class Replies extends Observable {
  #of: string | null = null;
  #known: Canned[] | null = null;

  constructor(private readonly ask: Ask) {
    super();
  }

  /** Null while they are being fetched. */
  of(conversation: string): Canned[] | null {
    return this.#of === conversation ? this.#known : null;
  }

  /** Each time the list opens: they may have been changed meanwhile. */
  async fetch(conversation: string): Promise<void> {
    if (this.#of !== conversation) [this.#of, this.#known] = [conversation, null];
    try {
      const { replies } = await this.ask("replies", { conversation });
      if (this.#of === conversation) this.#known = replies;
    } catch {
      // What was known stays; without it the list says that nothing came.
      if (this.#of === conversation) this.#known ??= [];
    }
    this.changed();
  }
}
