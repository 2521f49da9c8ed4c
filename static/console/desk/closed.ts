import type { Conversations } from "../model/conversations";
import { Observable } from "../model/observable";
import type { Summary } from "../protocol";
import type { Ask } from "../questions";

/** The closed conversations, fetched a page at a time when somebody looks at them. */
export class ClosedPages extends Observable {
  more = true;
  loaded = false;
  tag: string | null = null;
  #asking = false;

  constructor(
    private readonly ask: Ask,
    private readonly conversations: Conversations,
  ) {
    super();
  }

  /** From the newest again, of those that carry the tag. */
  narrow(tag: string | null): void {
    if (tag === this.tag) return;
    this.tag = tag;
    this.more = true;
    this.loaded = false;
    this.changed();
  }

  shown(): Summary[] {
    const rows = this.conversations.closed();
    return rows.filter(({ tags }) => !this.tag || tags.some(({ key }) => key === this.tag));
  }

  async next(): Promise<void> {
    if (this.#asking || !this.more) return;
    this.#asking = true;
    const mark = this.conversations.mark();
    try {
      const first = !this.loaded;
      const numbers = this.shown().map((row) => row.number);
      const tag = this.tag;
      const before = first ? {} : { before: Math.min(...numbers) };
      const page = await this.ask("closed", tag ? { ...before, tag } : before);
      this.conversations.answeredAll(page.conversations, mark);
      if (tag !== this.tag) return;
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
