import type { Conversations } from "../model/conversations";
import type { Notices } from "../model/notices";
import type { Profile } from "../model/profile";
import type { Thread } from "../model/thread";
import type { Threads } from "../model/threads";
import type { Presence, Summary } from "../protocol";
import { type Answered, type Ask, type Asked, type Question, Refused } from "../questions";
import { gettext } from "../words";
import { nameOf } from "./names";
import type { Opening } from "./opening";

type OnRow =
  | "accept"
  | "decline"
  | "take"
  | "take_over"
  | "close"
  | "reopen"
  | "hand_over"
  | "tag"
  | "untag"
  | "park"
  | "take_back"
  | "undo_parking"
  | "finish_wrap_up"
  | "set_priority"
  | "unread";
type Undoing = "reopen" | "undo_parking";
type OnMessage = "retry" | "look_again" | "fetch_again";

/** What the agent does to conversations and to their own presence. */
export class Acting {
  /** Acts under way: a second press of the same button is the same act. */
  readonly #under = new Set<string>();

  constructor(
    private readonly ask: Ask,
    private readonly conversations: Conversations,
    private readonly threads: Threads,
    private readonly profile: Profile,
    private readonly opening: Opening,
    private readonly notices: Notices,
  ) {}

  async accept(row: Summary): Promise<void> {
    if (!row.interaction) return;
    const accepted = await this.row("accept", { interaction: row.interaction });
    if (accepted) this.opening.open(accepted.key, true);
  }

  async decline(row: Summary): Promise<void> {
    if (row.interaction) await this.row("decline", { interaction: row.interaction });
  }

  async take(row: Summary): Promise<void> {
    const taken = await this.row("take", { conversation: row.key });
    if (taken) this.opening.open(taken.key, true);
  }

  /** From the colleague who has it: for who oversees. */
  async takeOver(row: Summary): Promise<void> {
    await this.row("take_over", { conversation: row.key });
  }

  async close(row: Summary, outcome?: string): Promise<boolean> {
    const payload = { conversation: row.key, ...(outcome && { outcome }) };
    const closed = await this.row("close", payload);
    if (!closed) return false;
    this.done(gettext("Closed: %(name)s", { name: nameOf(row.contact) }), "reopen", closed);
    return true;
  }

  async takeBack(row: Summary): Promise<void> {
    const open = await this.row("take_back", { conversation: row.key });
    if (open) this.opening.open(open.key, true);
  }

  async finishWrapUp(row: Summary): Promise<void> {
    if (row.interaction) await this.row("finish_wrap_up", { interaction: row.interaction });
  }

  /** Said, with the way back for a moment. */
  done(text: string, undo: Undoing, row: Summary): void {
    this.notices.offer(text, { name: gettext("Undo"), act: () => void this.#undo(undo, row) });
  }

  async #undo(name: Undoing, row: Summary): Promise<void> {
    const open = await this.row(name, { conversation: row.key });
    if (open) this.opening.open(open.key, this.conversations.isMine(open));
  }

  /** Answers "work_in_hand" where going offline needs to be told what becomes of the work. */
  async setPresence(presence: Presence, keep?: boolean): Promise<"done" | "work_in_hand" | "no"> {
    const mark = this.profile.mark();
    try {
      const payload = keep === undefined ? { presence } : { presence, keep };
      const { me } = await this.ask("set_presence", payload);
      this.profile.answered(me, mark);
      return "done";
    } catch (error) {
      if (error instanceof Refused && error.code === "work_in_hand") return "work_in_hand";
      this.#failed(error);
      return "no";
    }
  }

  /** The row as it stands then; null where it was refused, which is said. */
  async row<Q extends OnRow>(name: Q, payload: Asked<Q>): Promise<Summary | null> {
    const mark = this.conversations.mark();
    const answer = await this.answer(name, payload);
    if (answer) this.conversations.answered(answer.conversation, mark);
    return answer && answer.conversation;
  }

  /** What the server says of a message then stands in the thread. */
  async message<Q extends OnMessage>(name: Q, row: string, payload: Asked<Q>): Promise<void> {
    const thread: Thread = this.threads.of(row);
    const answer = await this.answer(name, payload);
    if (answer) thread.answered([answer.message]);
  }

  /** Null where it was refused or nobody knows, which is said. */
  async answer<Q extends Question>(name: Q, payload: Asked<Q>): Promise<Answered<Q> | null> {
    const act = name + JSON.stringify(payload);
    if (this.#under.has(act)) return null;
    this.#under.add(act);
    try {
      return await this.ask(name, payload);
    } catch (error) {
      this.#failed(error);
      return null;
    } finally {
      this.#under.delete(act);
    }
  }

  #failed(error: unknown): void {
    const lost = gettext("The server did not answer. This page will show whether it was done.");
    this.notices.say("refused", error instanceof Refused ? error.message : lost);
  }
}
