import type { Conversations } from "../model/conversations";
import { type Ask, Refused } from "../questions";

/** Tells the server how far this agent has read: seen on screen or answered, not merely received. */
export class Reading {
  /** What the server has not acknowledged, by conversation. */
  readonly #untold = new Map<string, number>();

  constructor(
    private readonly ask: Ask,
    private readonly conversations: Conversations,
  ) {}

  /** On screen up to the message `number`. */
  read(conversation: string, number: number): void {
    const row = this.conversations.get(conversation);
    if (!row || row.state !== "active" || !this.conversations.isMine(row)) return;
    if (number <= (row.read_until ?? 0)) return;
    this.conversations.read(conversation, number);
    this.#untold.set(conversation, number);
    void this.#tell(conversation, number);
  }

  /** What was not told yet is not to be told any more. */
  forget(conversation: string): void {
    this.#untold.delete(conversation);
  }

  /** The line stands again: what was read without it is told now. */
  tellAll(): void {
    for (const [conversation, number] of this.#untold) void this.#tell(conversation, number);
  }

  async #tell(conversation: string, number: number): Promise<void> {
    try {
      await this.ask("read", { conversation, number });
    } catch (error) {
      // Refused, it is not this agent's any more: there is no mark to move.
      if (!(error instanceof Refused)) return;
    }
    if (this.#untold.get(conversation) === number) this.#untold.delete(conversation);
  }
}
