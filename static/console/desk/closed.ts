import type { Conversations } from "../model/conversations";
import { Observable } from "../model/observable";
import type { Summary } from "../protocol";
import type { Ask } from "../questions";

/** The closed conversations, fetched a page at a time when somebody looks at them. */
export class ClosedPages extends Observable {
  loaded = false;
  tag: string | null = null;
  /** Where the next page begins. What else is known to be closed may be older than that. */
  #next: string | null = null;
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
    this.loaded = false;
    this.#next = null;
    this.changed();
  }

  get more(): boolean {
    return !this.loaded || this.#next !== null;
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
      const tag = this.tag;
      const page = await this.ask("closed", {
        ...(this.#next && { after: this.#next }),
        ...(tag && { tag }),
      });
      this.conversations.answeredAll(page.conversations, mark);
      if (tag !== this.tag) return;
      this.#next = page.next;
      this.loaded = true;
    } catch {
      // The button that asked is still there; a lost line has its own bar.
    } finally {
      this.#asking = false;
      this.changed();
    }
  }
}
