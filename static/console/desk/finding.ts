import { Observable } from "../model/observable";
import type { Answered, Ask, Asked } from "../questions";

const PAUSE = 200; // ms without a key, then the server is asked
const SHORTEST = 2;
const MOST = 200; // found ones after which it is not looked further back

/** Looks for words in one conversation, the newest first, a stretch of it a question. */
export class Finding extends Observable {
  /** Messages by their keys. */
  found: string[] = [];
  /** Which of them is shown. */
  place = 0;
  state: "nothing" | "asking" | "answered" | "failed" = "nothing";
  #text = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: Ask,
    private readonly conversation: string,
    private readonly lead: (message: string) => void,
  ) {
    super();
  }

  typed(text: string): void {
    this.#text = text.trim();
    clearTimeout(this.#timer);
    this.found = [];
    this.place = 0;
    this.state = this.#text.length < SHORTEST ? "nothing" : "asking";
    if (this.state === "asking") this.#timer = setTimeout(() => void this.#look(this.#text), PAUSE);
    this.changed();
  }

  /** To an older one, or back to a newer. */
  step(by: 1 | -1): void {
    const { length } = this.found;
    if (!length) return;
    this.place = (this.place + by + length) % length;
    this.lead(this.found[this.place]!);
    this.changed();
  }

  async #look(text: string): Promise<void> {
    const { conversation } = this;
    let before: number | null = null;
    try {
      do {
        const asked: Asked<"find"> = { conversation, text: text.slice(0, 100) };
        if (before !== null) asked.before = before;
        const { found, next }: Answered<"find"> = await this.ask("find", asked);
        // What is typed meanwhile is another search.
        if (text !== this.#text) return;
        if (!this.found.length && found[0]) this.lead(found[0].key);
        this.found = [...this.found, ...found.map(({ key }) => key)];
        before = next;
        this.changed();
      } while (before !== null && this.found.length < MOST);
      this.state = "answered";
    } catch {
      if (text !== this.#text) return;
      this.state = "failed";
    }
    this.changed();
  }
}
