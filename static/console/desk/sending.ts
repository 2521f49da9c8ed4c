import { newClientId } from "../client_id";
import type { Attachments } from "../model/attachments";
import type { Drafts } from "../model/drafts";
import type { Outbox, Unsent } from "../model/outbox";
import { conversationOf, isNote } from "../model/places";
import { inWriting } from "../model/in_writing";
import type { Message, Note, Place } from "../protocol";
import { type Ask, Refused, Unanswered } from "../questions";

const OLD = 10_000; // ms under a clock after which a text is sent again
/** Refusals of this moment, not of the text: it stays under its clock. */
const PASSING = new Set(["signed_out", "try_again"]);

/** Takes texts from draft to server: in order in each conversation, once each, never lost. */
export class Sending {
  readonly #sending = new Map<string, Promise<void>>();

  constructor(
    private readonly ask: Ask,
    private readonly outbox: Outbox,
    private readonly drafts: Drafts,
    private readonly attachments: Attachments,
    private readonly tell: {
      answering(conversation: string): void;
      arrived(conversation: string, messages: Message[]): void;
      noted(conversation: string, note: Note): void;
      refused(conversation: string, reason: string): void;
    },
  ) {}

  /** The text is written down in the outbox before the draft lets go of it. */
  send(conversation: string): boolean {
    const { body, returned } = this.drafts.get(conversation);
    const files = this.attachments.ready(conversation);
    if ((!body.trim() && !files.length) || this.attachments.isBusy(conversation)) return false;
    const same = returned?.body === body && !files.length ? returned.client_id : undefined;
    this.outbox.add(conversation, body.trim(), same ?? newClientId(), files);
    this.drafts.clear(conversation);
    this.attachments.sent(conversation);
    if (!isNote(conversation)) this.tell.answering(conversation);
    void this.#pump(conversation);
    return true;
  }

  /** A place goes by itself, after what was sent before. */
  share(conversation: string, place: Place): void {
    this.outbox.add(conversation, "", newClientId(), [], place);
    this.tell.answering(conversation);
    void this.#pump(conversation);
  }

  /** The line stands: whatever is still under a clock goes now. */
  sendAll(): void {
    for (const conversation of this.outbox.conversations()) void this.#pump(conversation);
  }

  /** Called now and then: for answers that were lost, and for texts of a tab that is gone. */
  sendOld(): void {
    const old = this.outbox.all().filter((unsent) => Date.now() - unsent.at > OLD);
    for (const { conversation } of old) void this.#pump(conversation);
  }

  /** Whether all that was sent from there has reached the server, told once its turn is over. */
  async left(conversation: string): Promise<boolean> {
    await this.#sending.get(conversation);
    return !this.outbox.of(conversation).length && !this.drafts.get(conversation).returned;
  }

  async #pump(conversation: string): Promise<void> {
    if (this.#sending.has(conversation)) return;
    const turn = this.#empty(conversation).finally(() => this.#sending.delete(conversation));
    this.#sending.set(conversation, turn);
    await turn;
  }

  async #empty(conversation: string): Promise<void> {
    try {
      for (let next = this.#next(conversation); next; next = this.#next(conversation)) {
        await this.#reply(next);
      }
    } catch (error) {
      if (error instanceof Refused && !PASSING.has(error.code)) {
        this.#giveBack(conversation, error.message);
      } else if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
    }
  }

  #next(conversation: string): Unsent | undefined {
    return this.outbox.of(conversation)[0];
  }

  async #reply({ conversation: where, client_id, body, files = [], place }: Unsent): Promise<void> {
    const conversation = conversationOf(where);
    if (isNote(where)) {
      const { note } = await this.ask("note", { conversation, client_id, body });
      this.tell.noted(conversation, note);
      return this.outbox.settle(client_id);
    }
    const keys = files.map(({ key }) => key);
    const answer = { conversation, client_id, body, files: keys, ...(place && { place }) };
    const { messages } = await this.ask("reply", answer);
    this.tell.arrived(conversation, messages);
    this.outbox.settle(client_id);
  }

  /** What was to follow a refused text comes back with it: out of its order it would mislead. */
  #giveBack(conversation: string, reason: string): void {
    const unsent = this.outbox.of(conversation);
    const body = unsent.map((one) => (one.place ? inWriting(one.place) : one.body)).filter(Boolean).join("\n");
    // Joined texts are a new text: an id that the server may know would hide the rest of it.
    const id = unsent.length === 1 && !unsent[0]!.place ? unsent[0]!.client_id : newClientId();
    this.drafts.giveBack(conversation, { client_id: id, body, reason });
    this.attachments.giveBack(conversation, unsent.flatMap(({ files = [] }) => files));
    for (const { client_id } of unsent) this.outbox.settle(client_id);
    this.tell.refused(conversation, reason);
  }
}
