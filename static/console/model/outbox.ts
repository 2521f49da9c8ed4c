import type { Place, Upload } from "../protocol";
import { Observable } from "./observable";
import { parsed, type Store } from "./storage";

/** A text on its way that the server has not acknowledged. */
export interface Unsent {
  client_id: string;
  conversation: string;
  body: string;
  files?: Upload[];
  place?: Place | undefined;
  /** Milliseconds since 1970 by the device: only its order counts. */
  at: number;
}

/** Texts under a clock, in the order they were sent, safe on the device until acknowledged.
 *
 * Each has a key of its own there: two tabs that wrote one list would lose each other's texts.
 * Sending one twice does no harm, the server knows it by its client id. */
export class Outbox extends Observable {
  readonly #unsent = new Map<string, Unsent>();

  constructor(
    private readonly store: Store,
    private readonly user: string,
  ) {
    super();
    const prefix = this.#name("");
    for (const name of store.keys()) if (name.startsWith(prefix)) this.reread(name);
  }

  add(conversation: string, body: string, clientId: string, files: Upload[] = [], place?: Place): void {
    const last = this.all().at(-1)?.at ?? 0;
    const at = Math.max(Date.now(), last + 1);
    const unsent = { client_id: clientId, conversation, body, files, place, at };
    this.store.write(this.#name(clientId), JSON.stringify(unsent));
    this.#unsent.set(clientId, unsent);
    this.changed();
  }

  all(): Unsent[] {
    return [...this.#unsent.values()].sort((a, b) => a.at - b.at);
  }

  of(conversation: string): Unsent[] {
    return this.all().filter((unsent) => unsent.conversation === conversation);
  }

  conversations(): string[] {
    return [...new Set(this.all().map((unsent) => unsent.conversation))];
  }

  /** Acknowledged, or returned to its writer. */
  settle(clientId: string): void {
    this.store.remove(this.#name(clientId));
    if (this.#unsent.delete(clientId)) this.changed();
  }

  /** Another tab of this user changed `name`. */
  reread(name: string): void {
    const prefix = this.#name("");
    if (!name.startsWith(prefix)) return;
    const unsent = parsed<Unsent>(this.store.read(name));
    if (unsent) this.#unsent.set(unsent.client_id, unsent);
    else this.#unsent.delete(name.slice(prefix.length));
    this.changed();
  }

  #name(clientId: string): string {
    return `occ.unsent.${this.user}.${clientId}`;
  }
}
