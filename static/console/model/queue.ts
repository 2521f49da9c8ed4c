import type { Standing, Summary } from "../protocol";
import { Observable } from "./observable";

const FEW = 100; // of the 200 that a page is given at first

/** How many wait, and since when the first: the rows that this page has, and those it was not given. */
export class Queue extends Observable {
  /** The server's count, where it is of more than this page has rows. */
  #beyond: Standing["queue"] | null = null;

  told(queue: Standing["queue"], rows: Summary[]): void {
    this.#beyond = queue.length > rows.length ? queue : null;
    this.changed();
  }

  /** Whether so few rows are left of those that wait that the next are to be fetched. */
  isShort(rows: Summary[]): boolean {
    return this.#beyond !== null && rows.length < FEW;
  }

  of(rows: Summary[]): { length: number; oldest: string | null } {
    const times = rows.flatMap(({ waiting_since }) => waiting_since ?? []);
    if (this.#beyond?.oldest) times.push(this.#beyond.oldest);
    // By rank one who came back stands before others who have waited longer.
    const oldest = times.sort()[0] ?? null;
    return { length: Math.max(rows.length, this.#beyond?.length ?? 0), oldest };
  }
}
