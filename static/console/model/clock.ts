/** The server's time, by the device's stopwatch: a wrong or changed device clock means nothing.

 * A sample is an answer that carried the server's time; it is wrong by at most half the time the
 * answer took. The stopwatch may stand still while the device sleeps, so a sample that contradicts
 * the present reckoning replaces it, however slow it came. */
export class ServerClock {
  #ahead: number | null = null;
  #error = Infinity;
  #sampledAt = 0;

  constructor(private readonly stopwatch: () => number = () => performance.now()) {}

  /** Milliseconds since 1970 at the server. */
  now(): number {
    return this.#ahead === null ? Date.now() : this.stopwatch() + this.#ahead;
  }

  /** Milliseconds until `deadline`; below zero once it has passed. */
  until(deadline: string): number {
    return Date.parse(deadline) - this.now();
  }

  since(moment: string): number {
    return Math.max(0, -this.until(moment));
  }

  /** `asked` and now, both by the stopwatch, enclose the moment at which the server looked. */
  sample(serverTime: string, asked: number): void {
    const answered = this.stopwatch();
    const error = (answered - asked) / 2;
    const ahead = Date.parse(serverTime) - (asked + answered) / 2;
    const worn = this.#error + (answered - this.#sampledAt) * DRIFT;
    const contradicts = Math.abs(ahead - (this.#ahead ?? ahead)) > error + worn;
    if (this.#ahead !== null && error > worn && !contradicts) return;
    this.#ahead = ahead;
    this.#error = error;
    this.#sampledAt = answered;
  }
}

/** How much a device's stopwatch may run fast or slow: 100 parts in a million. */
const DRIFT = 1e-4;
