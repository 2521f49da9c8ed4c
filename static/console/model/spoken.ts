import { Observable } from "./observable";

const BURST = 400; // ms of words joined into one utterance

/** What a screen reader says: new words of the open conversation, and what cannot wait. */
export class Spoken extends Observable {
  polite = "";
  urgent = "";
  #burst: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  politely(words: string): void {
    this.#burst.push(words);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.polite = this.#burst.join(" ");
      this.#burst = [];
      this.changed();
    }, BURST);
  }

  urgently(words: string): void {
    this.urgent = words;
    this.changed();
  }
}
