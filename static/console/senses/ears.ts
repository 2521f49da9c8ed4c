/** Elects one of a user's open tabs to make sounds, among those that the browser lets sound. */

const NAME = "occ.ears";
const BEAT = 2000; // ms
const SILENT = 3 * BEAT; // ms after which a tab that held the place is taken for closed

interface Holder {
  tab: string;
  at: number;
}

export class Ears {
  #elected = false;
  readonly #tab = `${Date.now()}.${Math.random()}`;

  get elected(): boolean {
    return this.#elected;
  }

  /** Called once, when this tab may sound; the place is kept until the tab closes. */
  stand(): void {
    // Locks exist in secure contexts only, and a console in a local network may have plain http.
    if (navigator.locks) {
      void navigator.locks.request(NAME, () => {
        this.#elected = true;
        return new Promise(() => {});
      });
    } else {
      this.#claim();
      setInterval(() => this.#claim(), BEAT);
      window.addEventListener("pagehide", () => this.#leave());
    }
  }

  #claim(): void {
    const holder = holderOf(localStorage.getItem(NAME));
    this.#elected = !holder || holder.tab === this.#tab || Date.now() - holder.at > SILENT;
    if (this.#elected) localStorage.setItem(NAME, JSON.stringify({ tab: this.#tab, at: Date.now() }));
  }

  #leave(): void {
    if (this.#elected) localStorage.removeItem(NAME);
  }
}

function holderOf(text: string | null): Holder | null {
  return text === null ? null : (JSON.parse(text) as Holder);
}
