import type { Conversations } from "../model/conversations";
import { Observable } from "../model/observable";
import type { Ask } from "../questions";

/** The closed conversations, fetched a page at a time when somebody looks at them. */
export class ClosedPages extends Observable {
  more = true;
  loaded = false;
  #asking = false;

  constructor(
    private readonly ask: Ask,
    private readonly conversations: Conversations,
  ) {
    super();
  }

  async next(): Promise<void> {
    if (this.#asking || !this.more) return;
    this.#asking = true;
    const mark = this.conversations.mark();
    try {
      const first = !this.loaded;
      const numbers = this.conversations.closed().map((row) => row.number);
      const page = await this.ask("closed", first ? {} : { before: Math.min(...numbers) });
      this.conversations.answeredAll(page.conversations, mark);
      this.more = page.more && page.conversations.length > 0;
      this.loaded = true;
    } catch {
      // The button that asked is still there; a lost line has its own bar.
    } finally {
      this.#asking = false;
      this.changed();
    }
  }
}
