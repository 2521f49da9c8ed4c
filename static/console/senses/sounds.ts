/** Three sounds of our own, made on the spot: no file, no foreign word. */

import { Observable } from "../model/observable";
import { Election } from "./election";

/** Frequencies in Hz, one after another. */
const TUNES = {
  offer: [659.25, 880, 1108.73],
  message: [880, 659.25],
  lost: [440, 329.63],
};
const NOTE = 0.14; // s
const LOUDNESS = 0.12;
const REPEAT = 5000; // ms between two calls of one offer

export class Sounds extends Observable {
  #context: AudioContext | null = null;
  #repeat: ReturnType<typeof setInterval> | undefined;
  readonly #election = new Election("occ.ears");
  /** Something wanted to sound and the browser waits for a first click. */
  blocked = false;

  constructor(private readonly wanted: boolean) {
    super();
    const unlock = () => this.unlock();
    window.addEventListener("pointerdown", unlock, { once: true });
    window.addEventListener("keydown", unlock, { once: true });
  }

  unlock(): void {
    if (this.#context) return;
    this.#context = new AudioContext();
    this.#election.stand();
    this.blocked = false;
    this.changed();
  }

  /** Calls at once and every 5 s for as long as an offer stands. */
  offering(standing: boolean): void {
    clearInterval(this.#repeat);
    this.#repeat = undefined;
    if (!standing || !this.wanted) return;
    this.play("offer");
    this.#repeat = setInterval(() => this.play("offer"), REPEAT);
  }

  play(name: keyof typeof TUNES): void {
    if (!this.#context) {
      if (name === "offer" && !this.blocked) {
        this.blocked = true;
        this.changed();
      }
      return;
    }
    if (this.#election.elected) for (const [at, hertz] of TUNES[name].entries()) this.#note(hertz, at);
  }

  #note(hertz: number, place: number): void {
    const context = this.#context!;
    const start = context.currentTime + place * NOTE;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.type = "sine";
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + 2 * NOTE);
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + 2 * NOTE);
  }
}
