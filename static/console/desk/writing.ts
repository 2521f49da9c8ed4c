import type { Ask } from "../questions";

const AGAIN = 20_000; // ms: the customer's phone shows it for 25 s

/** Tells the server that somebody begins to answer, so that the customer sees it. */
export class Writing {
  readonly #told = new Map<string, number>();

  constructor(
    private readonly ask: Ask,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** A first stroke, and what only looks for a reply by its shortcut, is no answer yet. */
  typed(conversation: string, body: string): void {
    const text = body.trim();
    const last = this.#told.get(conversation) ?? -Infinity;
    if (text.length < 2 || text.startsWith("/") || this.now() - last < AGAIN) return;
    this.#told.set(conversation, this.now());
    // Nothing hangs on it: a line that is lost has other bars.
    this.ask("writing", { conversation }).catch(() => {});
  }

  /** The answer has ended it on the customer's phone. */
  sent(conversation: string): void {
    this.#told.delete(conversation);
  }
}
