import { Observable } from "./observable";

export interface Notice {
  id: number;
  kind: "done" | "refused";
  text: string;
}

const SHOWN = { done: 4000, refused: 12_000 }; // ms

/** Sentences that come and go at the foot of the screen. */
export class Notices extends Observable {
  #notices: Notice[] = [];
  #last = 0;

  get all(): readonly Notice[] {
    return this.#notices;
  }

  say(kind: Notice["kind"], text: string): void {
    const id = ++this.#last;
    this.#notices = [...this.#notices.filter((notice) => notice.text !== text), { id, kind, text }];
    this.changed();
    setTimeout(() => this.drop(id), SHOWN[kind]);
  }

  drop(id: number): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
    this.changed();
  }
}
