import { Observable } from "./observable";
import { parsed, type Store } from "./storage";

/** A text the server refused: sent again unchanged, it keeps its client id. */
export interface Returned {
  client_id: string;
  body: string;
  reason: string;
}

export interface Draft {
  body: string;
  returned?: Returned | undefined;
}

const PAUSE = 300; // ms without a key, then what is typed is written to the device

/** What this user has typed and not sent, one text a conversation, safe on the device. */
export class Drafts extends Observable {
  readonly #drafts = new Map<string, Draft>();
  readonly #unwritten = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: Store,
    private readonly user: string,
  ) {
    super();
    const prefix = this.#name("");
    for (const name of store.keys()) if (name.startsWith(prefix)) this.reread(name);
  }

  get(conversation: string): Draft {
    return this.#drafts.get(conversation) ?? { body: "" };
  }

  has(conversation: string): boolean {
    return this.get(conversation).body.trim() !== "";
  }

  typed(conversation: string, body: string): void {
    this.#set(conversation, { ...this.get(conversation), body });
    this.#unwritten.add(conversation);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Now, because the page may not live to see the pause. */
  flush(): void {
    clearTimeout(this.#timer);
    for (const conversation of this.#unwritten) this.#write(conversation);
    this.#unwritten.clear();
  }

  /** The text has left for the outbox, which has written it down before. */
  clear(conversation: string): void {
    this.#set(conversation, { body: "" });
    this.#write(conversation);
  }

  /** A text comes back, before what has been typed since. */
  giveBack(conversation: string, returned: Returned): void {
    const since = this.get(conversation).body;
    const body = since.trim() ? `${returned.body}\n${since}` : returned.body;
    this.#set(conversation, { body, returned });
    this.#write(conversation);
  }

  forgetReason(conversation: string): void {
    this.#set(conversation, { body: this.get(conversation).body });
    this.#write(conversation);
  }

  /** Another tab of this user wrote `name`; what is being typed here is not overwritten. */
  reread(name: string): void {
    const prefix = this.#name("");
    if (!name.startsWith(prefix)) return;
    const conversation = name.slice(prefix.length);
    if (this.#unwritten.has(conversation)) return;
    this.#set(conversation, parsed<Draft>(this.store.read(name)) ?? { body: "" });
  }

  #set(conversation: string, draft: Draft): void {
    if (draft.body || draft.returned) this.#drafts.set(conversation, draft);
    else this.#drafts.delete(conversation);
    this.changed();
  }

  #write(conversation: string): void {
    const draft = this.#drafts.get(conversation);
    if (draft) this.store.write(this.#name(conversation), JSON.stringify(draft));
    else this.store.remove(this.#name(conversation));
    this.#unwritten.delete(conversation);
  }

  #name(conversation: string): string {
    return `occ.draft.${this.user}.${conversation}`;
  }
}
