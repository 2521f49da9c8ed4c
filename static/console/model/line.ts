import { Observable } from "./observable";

/** What the reader is told after the line came back. */
export interface Return {
  /** Messages that were missed and are here now; null: nobody counted them. */
  messages: number | null;
  /** Conversations that went back to the queue meanwhile. */
  lost: string[];
  away: number;
}

const QUIET = 1000; // ms of a lost line that nobody needs to hear of

/** Whether the server hears us, and since when not, by the stopwatch. */
export class Line extends Observable {
  up = false;
  /** The server's reason for turning this page away; it is not tried again by itself. */
  refused: string | null = null;
  returned: Return | null = null;
  #lostAt: number | null = null;

  constructor(private readonly stopwatch: () => number = () => performance.now()) {
    super();
  }

  /** Milliseconds without a line, or null where it stands or was lost only just now. */
  get lostFor(): number | null {
    if (this.#lostAt === null) return null;
    const lost = this.stopwatch() - this.#lostAt;
    return lost < QUIET ? null : lost;
  }

  connected(): void {
    this.up = true;
    this.refused = null;
    this.changed();
  }

  lost(): void {
    this.up = false;
    this.#lostAt ??= this.stopwatch();
    this.returned = null;
    this.changed();
    setTimeout(() => this.changed(), QUIET);
  }

  turnedAway(reason: string): void {
    this.refused = reason;
    this.lost();
  }

  /** The page is level with the server again. */
  level(messages: number | null, lost: string[]): void {
    const away = this.lostFor;
    this.#lostAt = null;
    if (away !== null) this.returned = { messages, lost, away };
    this.changed();
  }

  forgetReturn(): void {
    this.returned = null;
    this.changed();
  }
}
