import { Observable } from "./observable";

export interface Notice {
  id: number;
  kind: "done" | "refused";
  text: string;
  /** What can still be done about it while it is shown. */
  offer?: Offer | undefined;
}

interface Offer {
  name: string;
  act(): void;
}

const SHOWN = { done: 4000, refused: 12_000 }; // ms
const UNDO = 6000; // ms

/** Sentences that come and go at the foot of the screen. */
export class Notices extends Observable {
  #notices: Notice[] = [];
  #last = 0;

  get all(): readonly Notice[] {
    return this.#notices;
  }

  say(kind: Notice["kind"], text: string): void {
    this.#show({ id: ++this.#last, kind, text }, SHOWN[kind]);
  }

  /** Something was done at once that can be taken back for a moment. */
  offer(text: string, offer: Offer): void {
    const id = ++this.#last;
    const act = () => {
      this.drop(id);
      offer.act();
    };
    this.#show({ id, kind: "done", text, offer: { name: offer.name, act } }, UNDO);
  }

  #show(notice: Notice, shown: number): void {
    this.#notices = [...this.#notices.filter(({ text }) => text !== notice.text), notice];
    this.changed();
    setTimeout(() => this.drop(notice.id), shown);
  }

  drop(id: number): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
    this.changed();
  }
}
