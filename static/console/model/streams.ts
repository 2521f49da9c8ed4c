import type { Heads } from "../protocol";

interface Numbered {
  payload: { streams: Heads };
}

/** How far this page has heard each of its streams.
 *
 * Pushes are hints: one may be lost or overtake another. A number seen before is dropped, the next
 * one is let through, one that skips a number is held until the missing ones have been asked for. */
export class Streams<E extends Numbered> {
  #cursors: Heads | null = null;
  #held: E[] = [];

  get started(): boolean {
    return this.#cursors !== null;
  }

  get cursors(): Heads {
    return { ...this.#cursors };
  }

  /** Something between what was heard and what is held is missing. */
  get gap(): boolean {
    return this.started && this.#held.length > 0;
  }

  /** Start anew from a snapshot taken at `heads`; the answer is what was held and came after it. */
  start(heads: Heads): E[] {
    this.#cursors = { ...heads };
    return this.#release();
  }

  /** What may be shown now, in order, because of this push. */
  receive(event: E): E[] {
    this.#held.push(event);
    return this.started ? this.#release() : [];
  }

  /** The answer to the question for the gap; `heads` is how far it reaches. */
  caughtUp(events: E[], heads: Heads): E[] {
    const news = events.filter((event) => !this.#seen(event));
    for (const event of news) this.#advance(event.payload.streams);
    this.#advance(heads);
    return [...news, ...this.#release()];
  }

  /** `other`: the server counts other streams for this page than it knows, so only a snapshot helps. */
  compare(heads: Heads): "level" | "behind" | "other" {
    const cursors = this.cursors;
    const mine = Object.keys(cursors).length;
    if (Object.keys(heads).length !== mine) return "other";
    if (Object.keys(heads).some((stream) => !(stream in cursors))) return "other";
    return Object.entries(heads).some(([stream, n]) => n > cursors[stream]!) ? "behind" : "level";
  }

  #release(): E[] {
    const released: E[] = [];
    for (let moved = true; moved; ) {
      moved = false;
      const held = this.#held;
      this.#held = [];
      for (const event of held) {
        if (this.#seen(event)) continue;
        if (!this.#isNext(event)) {
          this.#held.push(event);
          continue;
        }
        this.#advance(event.payload.streams);
        released.push(event);
        moved = true;
      }
    }
    return released;
  }

  #mine(event: E): [stream: string, n: number, cursor: number][] {
    const cursors = this.#cursors ?? {};
    return Object.entries(event.payload.streams).flatMap(([stream, n]) =>
      stream in cursors ? [[stream, n, cursors[stream]!]] : [],
    );
  }

  /** An event in none of our streams was sent to us all the same: it is shown, it is whole. */
  #seen(event: E): boolean {
    const mine = this.#mine(event);
    return mine.length > 0 && mine.every(([, n, cursor]) => n <= cursor);
  }

  #isNext(event: E): boolean {
    return this.#mine(event).every(([, n, cursor]) => n <= cursor + 1);
  }

  #advance(streams: Heads): void {
    for (const [stream, n] of Object.entries(streams)) {
      const cursor = this.#cursors?.[stream];
      if (cursor !== undefined && n > cursor) this.#cursors![stream] = n;
    }
  }
}
