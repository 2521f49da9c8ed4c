import type { Drafts } from "../model/drafts";
import { Observable } from "../model/observable";
import { noteIn } from "../model/places";
import type { Doing, Looker } from "../protocol";
import type { Ask } from "../questions";
import type { Opening } from "./opening";

const STILL = 6000; // ms without a key after which somebody only reads

/** Tells the server what is on this screen, and keeps who else has it on theirs. */
export class Looking extends Observable {
  readonly #lookers = new Map<string, Looker[]>();
  #told = "";
  #typed = "";
  #writing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: Ask,
    private readonly me: string,
    private readonly opening: Opening,
    private readonly drafts: Drafts,
    private readonly visible: () => boolean = () => document.visibilityState === "visible",
  ) {
    super();
    opening.subscribe(() => void this.tell());
    drafts.subscribe(() => this.#look());
  }

  others(conversation: string): Looker[] {
    return (this.#lookers.get(conversation) ?? []).filter(({ key }) => key !== this.me);
  }

  pushed(conversation: string, lookers: Looker[]): void {
    this.#lookers.set(conversation, lookers);
    this.changed();
  }

  /** After a new connection: the server knows nothing of it yet. */
  again(): void {
    this.#told = "";
    void this.tell();
  }

  async tell(): Promise<void> {
    const { current: conversation } = this.opening;
    const shown = conversation !== null && this.visible();
    const now = shown ? `${conversation} ${this.#doing()}` : "";
    if (now === this.#told) return;
    const before = this.#told;
    this.#told = now;
    try {
      if (!shown) {
        if (before) await this.ask("look_away", {});
        return;
      }
      const { lookers } = await this.ask("look", { conversation, doing: this.#doing() });
      this.pushed(conversation, lookers);
    } catch {
      // Nothing hangs on it: the next change tells again.
    }
  }

  #doing(): Doing {
    if (!this.#writing) return "reading";
    return this.opening.noting ? "noting" : "writing";
  }

  /** A key that changed the text of the open conversation, or its note. */
  #look(): void {
    const { current } = this.opening;
    if (current === null) return;
    const typed = `${current} ${this.drafts.get(current).body} ${this.drafts.get(noteIn(current)).body}`;
    const same = this.#typed.startsWith(`${current} `) && typed !== this.#typed;
    this.#typed = typed;
    if (!same) return;
    this.#writing = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#writing = false;
      void this.tell();
    }, STILL);
    void this.tell();
  }
}
