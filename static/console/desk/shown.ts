import type { ServerClock } from "../model/clock";
import type { Conversations } from "../model/conversations";
import type { Summary } from "../protocol";
import type { Ask } from "../questions";

/** After the next frame is drawn; a hidden page draws none until somebody looks at it. */
const drawn = (then: () => void) => requestAnimationFrame(() => setTimeout(then));

/** Tells the server when what has come to this agent stands on the screen, once each. */
export class Shown {
  readonly #told = new Set<string>();
  readonly #since: number;

  constructor(
    private readonly ask: Ask,
    private readonly conversations: Conversations,
    clock: ServerClock,
    private readonly afterDrawing: (then: () => void) => void = drawn,
  ) {
    this.#since = clock.now();
    conversations.subscribe(() => this.#look());
  }

  #look(): void {
    const { conversations } = this;
    for (const row of [...conversations.offers(), ...conversations.mine()]) {
      const { interaction } = row;
      if (!interaction || this.#told.has(interaction) || !this.#isNew(row)) continue;
      this.#told.add(interaction);
      this.afterDrawing(() => void this.#tell(interaction));
    }
  }

  /** What was accepted before this page was opened has long been seen. */
  #isNew(row: Summary): boolean {
    return row.state === "offered" || Date.parse(row.accepted_at ?? "") > this.#since;
  }

  async #tell(interaction: string): Promise<void> {
    try {
      await this.ask("shown", { interaction });
    } catch {
      // A figure less: nothing that an agent should hear of.
    }
  }
}
