import { Observable } from "../model/observable";
import type { Conversations } from "../model/conversations";
import type { Drafts } from "../model/drafts";
import type { Threads } from "../model/threads";
import { type Ask, Refused } from "../questions";

const ROOT = "/conversations";
const AGAIN = 2000; // ms after a page of messages that did not come

/** Which conversation is open: in the address, in the history, on the screen. */
export class Opening extends Observable {
  current: string | null = null;
  /** Why the open conversation cannot be shown, in the server's words. */
  refusal: string | null = null;
  /** Set by whoever opens a conversation in order to write in it; the composer takes it. */
  toWrite = false;
  /** Whether what is typed is a note to colleagues. */
  noting = false;

  constructor(
    private readonly ask: Ask,
    private readonly conversations: Conversations,
    private readonly threads: Threads,
    private readonly drafts: Drafts,
  ) {
    super();
  }

  /** The first conversation comes with the page's own address: no entry is added for it. */
  begin(key: string | null): void {
    this.#show(key);
    window.addEventListener("popstate", () => this.#show(keyIn(location.pathname)));
  }

  open(key: string | null, toWrite = false): void {
    this.toWrite = toWrite;
    if (key !== this.current) history.pushState(null, "", addressOf(key));
    this.#show(key);
  }

  /** What is open has become this one: the way back leads past it, and who wrote writes on. */
  goOn(key: string): void {
    this.toWrite = document.activeElement?.id === "composer";
    history.replaceState(null, "", addressOf(key));
    this.#show(key);
  }

  /** To the field for an answer, or to the one for a note. */
  write(noting: boolean): void {
    this.drafts.flush();
    this.noting = noting;
    this.toWrite = true;
    this.changed();
  }

  wroteFocus(): void {
    this.toWrite = false;
  }

  /** Also after a snapshot, which leaves it open how much of the open thread was missed. */
  async load(): Promise<void> {
    const key = this.current;
    if (key === null) return;
    await this.#page(key);
  }

  async earlier(): Promise<void> {
    const before = this.current === null ? undefined : this.threads.of(this.current).first;
    if (this.current !== null && before !== undefined) await this.#page(this.current, before);
  }

  /** To a message, however far back: its thread draws it and scrolls there. */
  async lead(conversation: string, message: string): Promise<void> {
    const thread = this.threads.of(conversation);
    const isLoaded = () => thread.messages.some(({ key }) => key === message);
    for (let first; !isLoaded() && thread.more && first !== thread.first; ) {
      first = thread.first;
      await this.earlier();
    }
    thread.seek(message);
  }

  #show(key: string | null): void {
    this.drafts.flush();
    if (key !== this.current) this.noting = false;
    this.current = key;
    this.refusal = null;
    this.changed();
    if (key !== null && !this.threads.of(key).loaded) void this.load();
  }

  async #page(conversation: string, before?: number): Promise<void> {
    const mark = this.conversations.mark();
    try {
      const asked = before === undefined ? { conversation } : { conversation, before };
      const answer = await this.ask("open", asked);
      this.conversations.answered(answer.conversation, mark);
      const thread = this.threads.of(conversation);
      thread.page(answer.messages, answer.more);
      thread.noted(answer.notes);
      thread.happened(answer.happenings, answer.conversation);
      if (conversation === this.current) this.refusal = null;
    } catch (error) {
      if (conversation !== this.current) return;
      if (error instanceof Refused) this.refusal = error.message;
      else if (before === undefined) setTimeout(() => this.#retry(conversation), AGAIN);
    }
    this.changed();
  }

  #retry(conversation: string): void {
    if (conversation === this.current) void this.load();
  }
}

export function addressOf(key: string | null): string {
  return key === null ? ROOT : `${ROOT}/${key}`;
}

function keyIn(path: string): string | null {
  const found = path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length + 1) : "";
  return found || null;
}
