import type { Conversations } from "../model/conversations";
import type { Summary } from "../protocol";

interface Notice {
  row: Summary;
  of: "offer" | "words";
}

/** What calls this agent from outside the page: an offer while it stands, words until they are read.
 *
 * `shows` is told what has come, `drops` which conversation's notice is over. */
export class Noticing {
  #standing = new Map<string, Notice>();
  /** How far the words of each are known: what I mark as unread again is not new. */
  readonly #known = new Map<string, number>();

  constructor(
    private readonly conversations: Conversations,
    private readonly on: {
      /** False until the page knows what was there before it. */
      ready(): boolean;
      shows(row: Summary): void;
      drops(conversation: string): void;
    },
  ) {
    this.#compare(false);
    conversations.subscribe(() => this.#compare(on.ready()));
  }

  #compare(ready: boolean): void {
    const before = this.#standing;
    const after = new Map<string, Notice>();
    const news: Summary[] = [];
    for (const row of this.conversations.offers()) {
      after.set(row.key, { row, of: "offer" });
      if (before.get(row.key)?.row.interaction !== row.interaction) news.push(row);
    }
    for (const row of this.conversations.mine()) {
      const isNew = this.#hears(row);
      if (row.unread > 0) after.set(row.key, { row, of: "words" });
      // Whoever accepted an offer has just seen what stands in it, on whatever device.
      if (isNew && ready && before.get(row.key)?.of !== "offer") news.push(row);
    }
    this.#standing = after;
    for (const [key, { of }] of before) if (after.get(key)?.of !== of) this.on.drops(key);
    news.forEach((row) => this.on.shows(row));
  }

  /** Whether there are words in it that are new. */
  #hears({ key, read_until, heard }: Summary): boolean {
    const known = Math.max(this.#known.get(key) ?? 0, read_until ?? 0);
    this.#known.set(key, Math.max(known, heard ?? 0));
    return (heard ?? 0) > known;
  }
}
