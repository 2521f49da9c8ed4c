/** Elects one of a user's open tabs for what only one is to do: of those that stand, the one looked at last. */

import { isLookedAt } from "./looking";

const BEAT = 2000; // ms
const SILENT = 3 * BEAT; // ms after which a tab that held the place is taken for closed

interface Holder {
  tab: string;
  at: number;
}

export class Election {
  #elected = false;
  #queued = false;
  readonly #tab = `${Date.now()}.${Math.random()}`;

  /** `won` is called whenever the place comes to this tab. */
  constructor(
    private readonly name: string,
    private readonly won: () => void = () => {},
  ) {}

  get elected(): boolean {
    return this.#elected;
  }

  /** Called once, when this tab is able; the place is kept until it closes or another is looked at. */
  stand(): void {
    // Locks exist in secure contexts only, and a console in a local network may have plain http.
    if (navigator.locks) {
      if (isLookedAt()) this.#hold(true);
      else this.#queue();
      window.addEventListener("focus", () => void (this.#elected || this.#hold(true)));
    } else {
      this.#claim();
      setInterval(() => this.#claim(), BEAT);
      window.addEventListener("pagehide", () => this.#leave());
    }
  }

  #queue(): void {
    if (this.#queued) return;
    this.#queued = true;
    this.#hold(false);
  }

  #hold(steal: boolean): void {
    const held = () => {
      if (!steal) this.#queued = false;
      this.#become(true);
      return new Promise<void>(() => {});
    };
    navigator.locks.request(this.name, { steal }, held).catch(() => {
      this.#become(false);
      this.#queue();
    });
  }

  #claim(): void {
    const holder = holderOf(localStorage.getItem(this.name));
    this.#become(!holder || holder.tab === this.#tab || Date.now() - holder.at > SILENT);
    if (this.#elected) localStorage.setItem(this.name, JSON.stringify({ tab: this.#tab, at: Date.now() }));
  }

  #become(elected: boolean): void {
    const wins = elected && !this.#elected;
    this.#elected = elected;
    if (wins) this.won();
  }

  #leave(): void {
    if (this.#elected) localStorage.removeItem(this.name);
  }
}

function holderOf(text: string | null): Holder | null {
  return text === null ? null : (JSON.parse(text) as Holder);
}
