import type { Halt, Summary, Words } from "../protocol";
import { Observable } from "./observable";

/** Senders that may not send: why a text of ours stays under its clock. */
export class Halts extends Observable {
  #halts: Halt[] = [];

  /** Why nothing leaves at all. */
  get account(): Words | null {
    return this.#halts.find(({ sender }) => sender === null)?.reason ?? null;
  }

  get any(): Words | null {
    return this.account ?? this.#halts[0]?.reason ?? null;
  }

  /** Why nothing leaves in this conversation. */
  of(row: Summary): Words | null {
    return this.account ?? this.#halts.find(({ sender }) => sender === row.sender)?.reason ?? null;
  }

  all(halts: Halt[]): void {
    this.#halts = halts;
    this.changed();
  }
}
