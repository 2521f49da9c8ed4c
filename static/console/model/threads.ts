import { Thread } from "./thread";

const KEPT = 20; // conversations whose messages stay at hand

/** The messages of the conversations opened last. */
export class Threads {
  readonly #threads = new Map<string, Thread>();

  /** Only what has been opened is kept: others load when they are. */
  known(conversation: string): Thread | undefined {
    return this.#threads.get(conversation);
  }

  of(conversation: string): Thread {
    const thread = this.#threads.get(conversation) ?? new Thread();
    this.#threads.delete(conversation);
    this.#threads.set(conversation, thread);
    const oldest = this.#threads.keys().next().value;
    if (oldest !== undefined && this.#threads.size > KEPT) this.#threads.delete(oldest);
    return thread;
  }

  /** After a snapshot nobody knows what these have missed; the open one is asked for again. */
  restart(open: string | null): void {
    for (const key of [...this.#threads.keys()]) this.stale(key, open);
  }

  /** What is loaded of this one is no longer what there is. */
  stale(key: string, open: string | null): void {
    if (key === open) this.#threads.get(key)?.restart();
    else this.#threads.delete(key);
  }
}
