import { Observable } from "../model/observable";
import type { Contact, Summary } from "../protocol";

/** To whom a template would go: into a conversation, or to begin one with its contact or another. */
export type Whom =
  | { kind: "reply" | "again"; row: Summary }
  | { kind: "contact"; contact: Contact };

export const contactOf = (whom: Whom): Contact =>
  whom.kind === "contact" ? whom.contact : whom.row.contact;

/** To somebody, or to whom is yet to be chosen. */
export type Addressed = Whom | { kind: "anybody" };

/** To whom something is being written that is no answer. */
export class Addressing extends Observable {
  whom: Addressed | null = null;

  choose(whom: Addressed): void {
    this.whom = whom;
    this.changed();
  }

  end(): void {
    this.whom = null;
    this.changed();
  }
}
