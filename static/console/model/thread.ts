import type { Happening, Message, Note, Summary } from "../protocol";
import { Observable } from "./observable";

const PROGRESS = ["waiting", "sending", "sent", "delivered", "read"];

/** What is loaded of one conversation's messages, in the server's order. */
export class Thread extends Observable {
  readonly #messages = new Map<string, Message>();
  #sorted: Message[] | null = null;
  /** What came by push while the first page was on its way. */
  #early: [message: Message, isNew: boolean][] = [];
  #stale = false;
  loaded = false;
  /** Older messages exist at the server. */
  more = false;
  /** The message that is to be led to, by its key. */
  sought: string | null = null;
  happenings: Happening[] = [];
  readonly #notes = new Map<string, Note>();
  /** How its row stood when the happenings were read. */
  #told = "";

  get messages(): Message[] {
    this.#sorted ??= [...this.#messages.values()].sort((a, b) => a.number - b.number);
    return this.#sorted;
  }

  /** The number before which older messages are asked for. */
  get first(): number | undefined {
    return this.messages[0]?.number;
  }

  seek(message: string | null): void {
    this.sought = message;
    this.changed();
  }

  has(clientId: string): boolean {
    const its = (one: { client_id: string | null }) => one.client_id === clientId;
    return this.messages.some(its) || this.notes.some(its);
  }

  get notes(): Note[] {
    return [...this.#notes.values()];
  }

  /** Notes are never changed: what is known stays as it is. */
  noted(notes: Note[]): void {
    for (const note of notes) this.#notes.set(note.key, note);
    this.changed();
  }

  /** The server's word in order: it stands as it comes. */
  added(message: Message): void {
    this.#pushed(message, true);
  }

  altered(message: Message): void {
    this.#pushed(message, false);
  }

  #pushed(message: Message, isNew: boolean): void {
    if (!this.loaded) this.#early.push([message, isNew]);
    // What is unknown and not new is older than all that is loaded: it comes with its page.
    else if (isNew || this.#messages.has(message.key)) this.#put(message);
    this.changed();
  }

  /** An answer may have been overtaken by a push: a tick only moves up, a failure may be left. */
  answered(messages: Message[]): void {
    for (const message of messages) {
      const known = this.#messages.get(message.key);
      if (!known || !overtaken(message, known)) this.#put(message);
    }
    this.changed();
  }

  page(messages: Message[], more: boolean): void {
    if (this.#stale) this.#messages.clear();
    this.#stale = false;
    this.#sorted = null;
    this.loaded = true;
    this.more = more;
    this.answered(messages);
    const early = this.#early;
    this.#early = [];
    for (const [message, isNew] of early) this.#pushed(message, isNew);
  }

  /** The answer to a question for it: what had happened when its row stood like this. */
  happened(happenings: Happening[], row: Summary): void {
    this.happenings = happenings;
    this.#told = standing(row);
    this.changed();
  }

  /** Whether something has happened since that the row shows. */
  isBehind(row: Summary): boolean {
    return this.loaded && this.#told !== standing(row);
  }

  /** Too much was missed: the next page begins anew, until then the old one is shown. */
  restart(): void {
    this.#stale = true;
  }

  #put(message: Message): void {
    this.#messages.set(message.key, message);
    this.#sorted = null;
  }
}

/** What of a row changes with everything that is told between the messages. */
export function standing({ state, agent, service, accepted_at, closed_at }: Summary): string {
  return [state, agent?.key, service.key, accepted_at, closed_at].join(" ");
}

function overtaken(answer: Message, known: Message): boolean {
  const [before, after] = [PROGRESS.indexOf(known.status), PROGRESS.indexOf(answer.status)];
  return before >= 0 && after >= 0 && after < before;
}
