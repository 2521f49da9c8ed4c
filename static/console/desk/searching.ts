import { Observable } from "../model/observable";
import type { Found } from "../protocol";
import type { Ask } from "../questions";

const PAUSE = 200; // ms without a key, then the server is asked
const SHORTEST = 2;

/** Looks for contacts and conversations while one types; an overtaken answer is dropped. */
export class Searching extends Observable {
  found: Found = { contacts: [], conversations: [] };
  state: "nothing" | "asking" | "answered" | "failed" = "nothing";
  #text = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: Ask) {
    super();
  }

  typed(text: string): void {
    this.#text = text.trim();
    clearTimeout(this.#timer);
    if (this.#text.length < SHORTEST) {
      this.found = { contacts: [], conversations: [] };
      this.state = "nothing";
      return this.changed();
    }
    this.state = "asking";
    this.#timer = setTimeout(() => void this.#look(this.#text), PAUSE);
    this.changed();
  }

  async #look(text: string): Promise<void> {
    try {
      const found = await this.ask("search", { text: text.slice(0, 100) });
      if (text !== this.#text) return;
      this.found = found;
      this.state = "answered";
    } catch {
      if (text !== this.#text) return;
      this.state = "failed";
    }
    this.changed();
  }
}
