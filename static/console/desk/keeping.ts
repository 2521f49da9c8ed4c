import type { Drafts } from "../model/drafts";
import type { Outbox } from "../model/outbox";
import { conversationOf, isFirst, isNote } from "../model/places";
import type { KeptDrafts } from "../protocol";
import { type Ask, Refused } from "../questions";

/** Has the server keep what is typed, too: for another computer, and for a browser that crashes. */
export class Keeping {
  /** Only once it is known what the server holds may it be told something else. */
  #started = false;
  #telling: Promise<void> | undefined;

  constructor(
    private readonly ask: Ask,
    private readonly drafts: Drafts,
    private readonly outbox: Outbox,
  ) {}

  /** What the server holds, with each snapshot. */
  start(kept: KeptDrafts): void {
    this.#started = true;
    for (const conversation of new Set([...Object.keys(kept), ...this.drafts.conversations()])) {
      // What is on its way to the server is no draft any more, whatever it still holds.
      if (isFirst(conversation) || this.outbox.of(conversation).length) continue;
      this.drafts.settle(conversation, kept[conversation] ?? null);
    }
  }

  /** Every other second, and when the field or the page is left. */
  async tell(): Promise<void> {
    if (!this.#started) return;
    // Where there is nothing to tell it has ended before it is noted: `finally` comes after.
    this.#telling ??= this.#all().finally(() => (this.#telling = undefined));
    await this.#telling;
  }

  /** Whatever stands there by now, also where a turn has begun before it was typed. */
  async finish(): Promise<void> {
    await this.#telling;
    await this.tell();
  }

  async #all(): Promise<void> {
    try {
      for (const place of this.drafts.conversations()) if (!isFirst(place)) await this.#one(place);
    } catch {
      // The line is lost: the device has it, and the next turn tells.
    }
  }

  /** A text that is on its way leaves its draft there until it is acknowledged. */
  async #one(place: string): Promise<void> {
    const { body, kept } = this.drafts.get(place);
    if (body === (kept ?? "") || this.outbox.of(place).length) return;
    const draft = { conversation: conversationOf(place), body };
    let refused = false;
    try {
      await this.ask("draft", isNote(place) ? { ...draft, note: true } : draft);
    } catch (error) {
      // Refused: the conversation is somebody else's by now. The device still has the text.
      refused = error instanceof Refused;
      if (!refused) throw error;
    }
    this.drafts.wasKept(place, body, refused);
  }
}
