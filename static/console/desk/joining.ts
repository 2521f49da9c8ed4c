import type { Conversations } from "../model/conversations";
import type { Drafts } from "../model/drafts";
import type { Notices } from "../model/notices";
import { noteIn } from "../model/places";
import type { Profile } from "../model/profile";
import { gettext } from "../words";
import type { Opening } from "./opening";

/** Two conversations were one customer's and are one: its reader goes on with what they typed. */
export class Joining {
  constructor(
    private readonly conversations: Conversations,
    private readonly drafts: Drafts,
    private readonly profile: Profile,
    private readonly opening: Opening,
    private readonly notices: Notices,
  ) {}

  /** `ended` went on in `stays`, whose row has been heard by who may see it. */
  joined(ended: string, stays: string): void {
    const { drafts, opening, notices } = this;
    const isOpen = opening.current === ended;
    if (!isOpen && !drafts.has(ended) && !drafts.has(noteIn(ended))) return;
    if (!this.#maySee(stays)) {
      const where = gettext("Joined with another conversation of this customer, which a colleague has.");
      return notices.say("refused", where);
    }
    drafts.move(ended, stays);
    drafts.move(noteIn(ended), noteIn(stays));
    if (isOpen) opening.goOn(stays);
    notices.say("done", gettext("Joined with another conversation of this customer."));
  }

  #maySee(key: string): boolean {
    const row = this.conversations.get(key);
    if (!row || row.state === "closed") return false;
    const { role } = this.profile.me;
    return row.state === "waiting" || this.conversations.isMine(row) || role !== "agent";
  }
}
