import { Observable } from "./observable";
import { parsed, type Store } from "./storage";

/** A text the server refused: sent again unchanged, it keeps its client id. */
export interface Returned {
  client_id: string;
  body: string;
  reason: string;
  /** The number it was for, where it could be for another. */
  to?: string;
}

export interface Draft {
  body: string;
  returned?: Returned | undefined;
  /** When it was typed, in the server's milliseconds. */
  at?: number | undefined;
  /** What the server has of it, as far as this device knows. */
  kept?: string | undefined;
  /** The server has refused this text, and will not be asked for it again. */
  refused?: boolean | undefined;
  /** A text that was typed elsewhere meanwhile. */
  other?: string | undefined;
}

const PREFIX = "occ.draft.";
const PAUSE = 300; // ms without a key, then what is typed is written to the device

/** What this user has typed and not sent, one text a conversation, safe on the device. */
export class Drafts extends Observable {
  readonly #drafts = new Map<string, Draft>();
  readonly #unwritten = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: Store,
    private readonly user: string,
    private readonly now: () => number = Date.now,
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
    this.#set(conversation, { ...this.get(conversation), body, at: this.now() });
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
    const { kept, other } = this.get(conversation);
    this.#set(conversation, { body: "", kept, other });
    this.#write(conversation);
  }

  /** The conversation has gone on in another: so does what was typed, after what stands there. */
  move(from: string, to: string): void {
    const [draft, there] = [this.get(from), this.get(to)];
    if (draft.body.trim()) {
      const body = there.body.trim() ? `${there.body}\n${draft.body}` : draft.body;
      const kept = there.kept ?? draft.kept;
      this.#set(to, { ...draft, ...there, body, kept, at: this.now() });
      this.#write(to);
    }
    this.#set(from, { body: "" });
    this.#write(from);
  }

  conversations(): string[] {
    return [...this.#drafts.keys()];
  }

  /** The server has kept this text, or `refused` it: then this device alone has it. */
  wasKept(conversation: string, body: string, refused = false): void {
    const told = { kept: body || undefined, refused: refused || undefined };
    this.#set(conversation, { ...this.get(conversation), ...told });
    this.#write(conversation);
  }

  /** What the server holds; a text changed here and there is two, of which the newer shows. */
  settle(conversation: string, there: { body: string; at: string } | null): void {
    const draft = this.get(conversation);
    const [ours, known, theirs] = [draft.body, draft.kept ?? "", there?.body ?? ""];
    // Nobody else has changed it since.
    if (theirs === known) return;
    const kept = theirs || undefined;
    const changed = { ...draft, kept };
    if (ours === known || !ours.trim()) changed.body = theirs;
    else if (there && ours !== theirs) {
      const newer = Date.parse(there.at) > (draft.at ?? 0);
      changed.body = newer ? theirs : ours;
      changed.other = newer ? ours : theirs;
    }
    this.#set(conversation, changed);
    this.#write(conversation);
  }

  /** The other text shows, and this one is one press away. */
  swap(conversation: string): void {
    const draft = this.get(conversation);
    const other = draft.body.trim() ? draft.body : undefined;
    this.#set(conversation, { ...draft, body: draft.other ?? "", other, at: this.now() });
    this.#write(conversation);
  }

  /** A text comes back, before what has been typed since. */
  giveBack(conversation: string, returned: Returned): void {
    const since = this.get(conversation).body;
    const body = since.trim() ? `${returned.body}\n${since}` : returned.body;
    this.#set(conversation, { ...this.get(conversation), body, returned, at: this.now() });
    this.#write(conversation);
  }

  /** A text that has not gone stays as it stands, with the reason. */
  return(conversation: string, returned: Returned): void {
    this.#set(conversation, { ...this.get(conversation), returned });
    this.#write(conversation);
  }

  forgetReason(conversation: string): void {
    this.#set(conversation, { ...this.get(conversation), returned: undefined });
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
    if (draft.body || draft.returned || draft.kept || draft.other) this.#drafts.set(conversation, draft);
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
    return `${PREFIX}${this.user}.${conversation}`;
  }
}

/** Who signs out leaves nothing on the device that the server has as well; the rest is sacred. */
export function forgetKept(store: Store): void {
  for (const name of store.keys().filter((name) => name.startsWith(PREFIX))) {
    const draft = parsed<Draft>(store.read(name));
    if (!draft || draft.refused || draft.returned || draft.other) continue;
    if (draft.body === (draft.kept ?? "")) store.remove(name);
  }
}
