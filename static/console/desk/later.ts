import { Observable } from "../model/observable";

export type Parts = typeof import("../later");

const AGAIN = 3000; // ms until what somebody waits for is asked for once more

/** The second bundle: what an agent does not need in the first second.
 *
 * `bring` is told which try it is: a browser may remember that an address failed. */
export class Later<Brought = Parts> extends Observable {
  parts: Brought | null = null;
  /** `renewed`: the server has another console by now, and its parts don't fit this one. */
  state: "quiet" | "asking" | "lost" | "renewed" = "quiet";
  #wanted = false;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly bring: (turn: number) => Promise<Brought>,
    private readonly fits: (parts: Brought) => boolean,
  ) {
    super();
  }

  /** Somebody waits for it: it is asked for until it is here. */
  want(): void {
    this.#wanted = true;
    void this.fetch();
  }

  /** While there is nothing else to do; where it fails nobody is told yet. */
  async fetch(): Promise<void> {
    if (this.parts || this.state === "asking" || this.state === "renewed") return;
    clearTimeout(this.#timer);
    this.#become("asking");
    try {
      const parts = await this.bring(this.#turn++);
      if (!this.fits(parts)) return this.#become("renewed");
      this.parts = parts;
      this.#become("quiet");
    } catch {
      this.#become(this.#wanted ? "lost" : "quiet");
      if (this.#wanted) this.#timer = setTimeout(() => void this.fetch(), AGAIN);
    }
  }

  #become(state: Later["state"]): void {
    this.state = state;
    this.changed();
  }
}
