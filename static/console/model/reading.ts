import type { Message, Summary } from "../protocol";
import { Observable } from "./observable";
import { parsed, type Store } from "./storage";

const REMEMBERED = 500; // conversations

/** How far this user has read each conversation: seen on screen, not merely received. */
export class Reading extends Observable {
  /** Time of the newest message read, by conversation, least recently read first. */
  #read: Map<string, string>;
  readonly #arrived = new Map<string, Set<string>>();

  constructor(
    private readonly store: Store,
    private readonly user: string,
  ) {
    super();
    this.#read = new Map(parsed<[string, string][]>(store.read(this.name)));
  }

  get name(): string {
    return `occ.read.${this.user}`;
  }

  arrived(conversation: string, message: Message): void {
    if (message.direction !== "in") return;
    const arrived = this.#arrived.get(conversation) ?? new Set();
    this.#arrived.set(conversation, arrived.add(message.key));
    this.changed();
  }

  /** On screen up to `at`, which is the row's newest message. */
  read(conversation: string, at: string): void {
    const before = this.#read.get(conversation);
    if (before === at && !this.#arrived.get(conversation)?.size) return;
    this.#arrived.delete(conversation);
    this.#read.delete(conversation);
    this.#read.set(conversation, at);
    this.store.write(this.name, JSON.stringify([...this.#read].slice(-REMEMBERED)));
    this.changed();
  }

  /** Time of the newest message read, or null where none ever was. */
  until(conversation: string): string | null {
    return this.#read.get(conversation) ?? null;
  }

  /** How many are new, or 1 where only their presence is known. */
  unread(row: Summary): number {
    if (row.last?.direction !== "in") return 0;
    if (row.last.at <= (this.#read.get(row.key) ?? "")) return 0;
    return Math.max(1, this.#arrived.get(row.key)?.size ?? 0);
  }

  /** Another tab has read on. */
  reread(): void {
    this.#read = new Map(parsed<[string, string][]>(this.store.read(this.name)));
    this.changed();
  }
}
