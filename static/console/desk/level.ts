import type { ServerClock } from "../model/clock";
import { Streams } from "../model/streams";
import type { Heads, Push, Snapshot, Standing } from "../protocol";
import { type Ask, Refused } from "../questions";

const RENEW_EVERY = 10_000; // ms; the server forgets a page that is silent for longer
const OVERTAKING = 150; // ms in which a push that was overtaken may still come by itself
const AGAIN = 2000; // ms after a question that nobody answered
const IN_VAIN = 3; // answers that did not close a gap: then only a snapshot can

export interface Listener {
  events(events: Push[]): void;
  snapshot(snapshot: Snapshot): void;
  standing(standing: Standing): void;
  /** Asked before each renewal: whether this page was given less than there is. */
  wants(): { more?: true };
  /** Level again after a new connection; `messages` were caught up, null: by a snapshot. */
  level(messages: number | null): void;
  /** The line looks open, and nobody answers on it. */
  silent(): void;
  signedOut(): void;
}

/** Keeps this page level with the server: pushes make it fast, heads make it true. */
export class Level {
  readonly #streams = new Streams<Push>();
  #renewal: ReturnType<typeof setInterval> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  /** How far the server last said its streams reach. */
  #heads: Heads = {};
  #connected = false;
  #asking = false;
  #returning = false;
  #vain = 0;

  constructor(
    private readonly ask: Ask,
    private readonly clock: ServerClock,
    private readonly listener: Listener,
  ) {}

  connected(): void {
    this.#connected = true;
    this.#returning = true;
    clearInterval(this.#renewal);
    this.#renewal = setInterval(() => void this.renew(), RENEW_EVERY);
    void this.#catchUp();
  }

  disconnected(): void {
    this.#connected = false;
    clearInterval(this.#renewal);
    clearTimeout(this.#again);
  }

  pushed(event: Push): void {
    this.listener.events(this.#streams.receive(event));
    if (this.#streams.gap) this.#later(OVERTAKING);
  }

  async renew(): Promise<void> {
    const asked = performance.now();
    try {
      const answer = await this.ask("renew", this.listener.wants());
      this.clock.sample(answer.server_time, asked);
      this.#heads = answer.heads;
      this.listener.standing(answer);
      if (!this.#isLevel()) this.#later(OVERTAKING);
    } catch (error) {
      this.#failed(error);
      if (!(error instanceof Refused)) this.listener.silent();
    }
  }

  #isLevel(): boolean {
    if (!this.#streams.started || this.#returning || this.#streams.gap) return false;
    return this.#streams.compare(this.#heads) === "level";
  }

  /** One question at a time; what is still missing after its answer is asked for again. */
  async #catchUp(): Promise<void> {
    if (this.#asking || !this.#connected || this.#isLevel()) return;
    this.#asking = true;
    let next = OVERTAKING;
    try {
      await this.#question();
    } catch (error) {
      this.#failed(error);
      next = AGAIN;
    }
    this.#asking = false;
    if (!this.#isLevel()) this.#later(next);
  }

  async #question(): Promise<void> {
    const asked = performance.now();
    const streams = this.#streams;
    const counted = streams.started && streams.compare(this.#heads) !== "other";
    const known = counted && this.#vain < IN_VAIN;
    const answer = known
      ? await this.ask("catch_up", { cursors: streams.cursors })
      : { snapshot: await this.ask("snapshot", {}) };
    if (answer.snapshot) {
      this.clock.sample(answer.snapshot.server_time, asked);
      this.#start(answer.snapshot);
    } else {
      this.#heads = answer.heads;
      const news = streams.caughtUp(answer.events, answer.heads);
      this.listener.events(news);
      this.#reached(news.filter((event) => event.name === "message_added").length);
    }
    this.#vain = streams.gap && known ? this.#vain + 1 : 0;
  }

  #start(snapshot: Snapshot): void {
    this.#heads = snapshot.heads;
    this.listener.snapshot(snapshot);
    this.listener.events(this.#streams.start(snapshot.heads));
    this.#reached(null);
  }

  #reached(messages: number | null): void {
    if (!this.#returning) return;
    this.#returning = false;
    this.listener.level(messages);
  }

  #later(delay: number): void {
    clearTimeout(this.#again);
    if (this.#connected) this.#again = setTimeout(() => void this.#catchUp(), delay);
  }

  #failed(error: unknown): void {
    if (!(error instanceof Error)) throw error;
    if (error instanceof Refused && error.code === "signed_out") this.listener.signedOut();
  }
}
