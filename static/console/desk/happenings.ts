import type { Conversations } from "../model/conversations";
import { standing, type Thread } from "../model/thread";
import type { Threads } from "../model/threads";
import { type Ask, Refused } from "../questions";
import type { Opening } from "./opening";

/** Keeps what is told between the messages of the open thread level with its row. */
export class Happenings {
  /** How the row stood when it was last asked. */
  readonly #asked = new WeakMap<Thread, string>();

  constructor(
    private readonly ask: Ask,
    private readonly conversations: Conversations,
    private readonly threads: Threads,
    private readonly opening: Opening,
  ) {
    conversations.subscribe(() => void this.#look());
    opening.subscribe(() => void this.#look());
  }

  async #look(): Promise<void> {
    const row = this.conversations.get(this.opening.current ?? "");
    if (!row) return;
    const thread = this.threads.known(row.key);
    if (!thread?.isBehind(row) || this.#asked.get(thread) === standing(row)) return;
    this.#asked.set(thread, standing(row));
    try {
      const answer = await this.ask("open", { conversation: row.key });
      thread.answered(answer.messages);
      thread.noted(answer.notes);
      thread.happened(answer.happenings, answer.conversation);
    } catch (error) {
      // Refused, it has gone to others: what happened there is told to them.
      if (!(error instanceof Refused)) this.#asked.delete(thread);
    }
  }
}
