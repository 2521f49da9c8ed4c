/** What the live view knows: asked for once a second, while somebody looks. */

import { ServerClock } from "../console/model/clock";
import { Observable } from "../console/model/observable";
import { Refused } from "../console/questions";
import type { Assignment } from "../console/assignment";
import { gettext } from "../console/words";
import type { Act, Ask, Board, Questions } from "./protocol";

export class Look extends Observable {
  board: Board | null = null;
  /** When the server read the figures. */
  asOf: string | null = null;
  /** Where the page stands still, since when by the server's clock. */
  pausedAt: number | null = null;
  isConnected = true;
  /** What was refused last, in the server's words. */
  refusal = "";
  readonly #clock: ServerClock;
  #version = "";
  #isAsking = false;

  constructor(
    private readonly ask: Ask,
    private readonly isSeen: () => boolean = () => true,
    private readonly stopwatch: () => number = () => performance.now(),
  ) {
    super();
    this.#clock = new ServerClock(stopwatch);
  }

  /** ms since 1970 at the server; it stands still while the page is paused. */
  now(): number {
    return this.pausedAt ?? this.#clock.now();
  }

  /** Called once a second; a slow line is never asked twice at once. */
  async tick(): Promise<void> {
    if (this.#isAsking || !this.isConnected || this.pausedAt !== null || !this.isSeen()) return;
    this.#isAsking = true;
    try {
      await this.#read();
    } catch {
      // The next second asks again; `as of` says how old it is meanwhile.
    } finally {
      this.#isAsking = false;
    }
  }

  pause(): void {
    this.pausedAt = this.pausedAt === null ? this.#clock.now() : null;
    this.changed();
    void this.tick();
  }

  line(isConnected: boolean): void {
    this.isConnected = isConnected;
    this.changed();
    void this.tick();
  }

  /** True where it was done; the figures that show it are asked for at once. */
  async act<A extends Act>(name: A, payload: Questions[A][0]): Promise<boolean> {
    this.refusal = "";
    try {
      await this.ask(name, payload);
    } catch (error) {
      const lost = gettext("The server did not answer. This page will show whether it was done.");
      this.refusal = error instanceof Refused ? error.message : lost;
      this.changed();
      return false;
    }
    this.changed();
    await this.#read().catch(() => undefined);
    return true;
  }

  /** Every assignment of a conversation; null where nobody answered. */
  async why(conversation: string): Promise<Assignment[] | null> {
    try {
      return (await this.ask("why", { conversation })).assignments;
    } catch {
      return null;
    }
  }

  forgive(): void {
    this.refusal = "";
    this.changed();
  }

  async #read(): Promise<void> {
    const asked = this.stopwatch();
    const told = await this.ask("figures", { version: this.#version });
    this.#clock.sample(told.server_time, asked);
    this.asOf = told.as_of;
    if (told.board) {
      this.board = told.board;
      this.#version = told.version;
    }
    this.changed();
  }
}
