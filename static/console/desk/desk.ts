import type { Boot } from "../boot";
import { gettext } from "../words";
import { Attachments } from "../model/attachments";
import { unfilledIn } from "../model/canned";
import { tooMany } from "../model/lengths";
import { ServerClock } from "../model/clock";
import { Conversations, needingMe } from "../model/conversations";
import { Drafts } from "../model/drafts";
import { Halts } from "../model/halts";
import { Line } from "../model/line";
import { Notices } from "../model/notices";
import { Outbox } from "../model/outbox";
import { conversationOf, isNote } from "../model/places";
import { Profile } from "../model/profile";
import { closesSoon, endingFirst } from "../model/window";
import { Queue } from "../model/queue";
import { Rules } from "../model/rules";
import { Spoken } from "../model/spoken";
import type { Store } from "../model/storage";
import { Tags } from "../model/tags";
import { Threads } from "../model/threads";
import { Waits } from "../model/waits";
import type { Message, Note, Summary } from "../protocol";
import type { Wire } from "../socket";
import { Acquaintance } from "./acquaintance";
import { Acting } from "./acting";
import { Addressing } from "./addressing";
import { Happenings } from "./happenings";
import { Joining } from "./joining";
import { Keeping } from "./keeping";
import { Level } from "./level";
import { Looking } from "./looking";
import { nameOf } from "./names";
import { News } from "./news";
import { Offers } from "./offers";
import { Opening } from "./opening";
import { Reading } from "./reading";
import { Replies } from "./replies";
import { Sending } from "./sending";
import { Shown } from "./shown";
import { Writing } from "./writing";

/** An agent's desk: every model of the console, wired to the socket. The only file that knows all. */
export class Desk {
  readonly clock = new ServerClock();
  readonly line = new Line();
  readonly notices = new Notices();
  readonly spoken = new Spoken();
  readonly threads = new Threads();
  readonly waits = new Waits();
  readonly halts = new Halts();
  readonly queue = new Queue();
  readonly tags = new Tags();
  readonly addressing = new Addressing();
  readonly rules = new Rules();
  readonly profile: Profile;
  readonly conversations: Conversations;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly reading: Reading;
  readonly opening: Opening;
  readonly offers: Offers;
  readonly acting: Acting;
  readonly sending: Sending;
  readonly keeping: Keeping;
  readonly replies: Replies;
  readonly acquaintance: Acquaintance;
  readonly looking: Looking;
  readonly attachments = new Attachments();
  readonly writing: Writing;
  /** True once the first snapshot is here. */
  ready = false;
  /** Set by main: rings for new words when nobody looks. */
  heard: () => void = () => {};
  readonly #level: Level;
  /** What this agent had in hand when the line was lost. */
  #inHand: string[] = [];

  constructor(
    readonly boot: Boot,
    readonly wire: Wire,
    store: Store,
  ) {
    const { key } = boot.me;
    const { ask } = wire;
    this.profile = new Profile(boot.me);
    this.conversations = new Conversations(key);
    this.drafts = new Drafts(store, key, () => this.clock.now());
    this.outbox = new Outbox(store, key);
    this.keeping = new Keeping(ask, this.drafts, this.outbox);
    this.reading = new Reading(ask, this.conversations);
    const { conversations, threads, profile, notices, spoken, clock } = this;
    this.opening = new Opening(ask, conversations, threads, this.drafts);
    this.offers = new Offers(conversations, clock, spoken);
    this.acting = new Acting(ask, conversations, threads, profile, this.opening, notices);
    new Happenings(ask, conversations, threads, this.opening);
    new Shown(ask, conversations, clock);
    this.replies = new Replies(ask);
    this.acquaintance = new Acquaintance(ask, this.opening, conversations);
    this.looking = new Looking(ask, key, this.opening, this.drafts);
    this.writing = new Writing(ask);
    this.sending = new Sending(ask, this.outbox, this.drafts, this.attachments, {
      answering: (row) => this.reading.read(row, conversations.get(row)?.heard ?? 0),
      arrived: (row, messages) => this.#arrived(row, messages),
      noted: (row, note) => this.#noted(row, note),
      refused: (place, reason) => this.#refused(conversationOf(place), reason),
    });
    const { outbox, opening, waits, halts, keeping, attachments } = this;
    const heard = () => this.heard();
    const joining = new Joining(conversations, this.drafts, profile, opening, notices);
    const shown = { conversations, threads, profile, outbox, opening, spoken, waits, halts, keeping, attachments };
    const news = new News({ ...shown, queue: this.queue, tags: this.tags, rules: this.rules, looking: this.looking, joining, heard });
    this.#level = new Level(ask, clock, {
      events: (events) => news.events(events),
      snapshot: (snapshot) => news.snapshot(snapshot),
      standing: (standing) => news.standing(standing),
      wants: () => news.wants(),
      level: (messages) => this.#isLevel(messages),
      silent: () => wire.drop(),
      signedOut: () => this.signIn(),
    });
  }

  begin(): void {
    this.opening.begin(this.boot.conversation);
    this.wire.listen({
      up: () => {
        this.line.connected();
        this.#level.connected();
      },
      down: () => this.#lost(),
      turnedAway: (code) => this.#turnedAway(code),
      push: (event) => this.#level.pushed(event),
    });
    if (this.boot.write_to) this.addressing.choose({ kind: "contact", contact: this.boot.write_to });
    setInterval(() => this.sending.sendOld(), 5000);
    setInterval(() => void this.keeping.tell(), 2000);
    document.addEventListener("visibilitychange", () => void this.looking.tell());
  }

  /** The sign-in brings the reader back here; what they typed waits on the device. */
  signIn(): void {
    this.drafts.flush();
    const back = encodeURIComponent(location.pathname + location.search);
    location.assign(`${this.boot.urls.sign_in}?next=${back}`);
  }

  get open(): Summary | undefined {
    const { current } = this.opening;
    return current === null ? undefined : this.conversations.get(current);
  }

  /** One's own, or any that is open for who oversees. */
  mayAct(row: Summary): boolean {
    const mine = row.state === "active" && this.conversations.isMine(row);
    return mine || (row.state !== "closed" && this.profile.me.role !== "agent");
  }

  /** What waits, where profile and service let one take it. */
  mayTake(row: Summary): boolean {
    const { me } = this.profile;
    const takes = me.takes_chats && (me.role !== "agent" || this.rules.agentsTake(row.service.key));
    return takes && row.state === "waiting";
  }

  /** A template can go into my conversation, or to the contact of one that is over. */
  chooseTemplate(): boolean {
    const row = this.open;
    const mine = row?.state === "active" && this.conversations.isMine(row);
    if (!row || (!mine && row.state !== "closed")) return false;
    this.addressing.choose({ kind: mine ? "reply" : "again", row });
    return true;
  }

  /** What stands in a place leaves; false where nothing does, or not as it stands. */
  submit(row: Summary, place: string): boolean {
    if (isNote(place)) return this.sending.send(place);
    const { body } = this.drafts.get(place);
    if (unfilledIn(body) !== null || tooMany(body)) return false;
    // Whoever answers has read what stands there, however quick they were.
    this.reading.read(row.key, this.threads.known(row.key)?.messages.at(-1)?.number ?? 0);
    this.writing.sent(row.key);
    return this.sending.send(place);
  }

  /** What stands in a place leaves, if anything does; whether by now the server has it. */
  async leave(row: Summary, place: string): Promise<boolean> {
    const files = isNote(place) ? [] : this.attachments.of(place);
    if (!this.drafts.has(place) && !files.length) return true;
    return this.submit(row, place) && (await this.sending.left(place));
  }

  /** To come back to it: what the customer wrote last is new again, and the list shows. */
  async unread(row: Summary): Promise<void> {
    this.reading.forget(row.key);
    if (await this.acting.row("unread", { conversation: row.key })) this.opening.open(null);
  }

  /** Open ones whose 24 hours are nearly over, the first to end before the others. */
  closingSoon(): Summary[] {
    const { conversations, clock } = this;
    return conversations.open().filter((row) => closesSoon(row, clock)).sort(endingFirst);
  }

  /** To whoever has waited longest for words of mine. */
  openNeedingMe(): void {
    const rows = needingMe(this.conversations.mine());
    const next = rows.find((row) => row.key !== this.opening.current);
    this.opening.open(next?.key ?? null, true);
  }

  #isLevel(messages: number | null): void {
    this.ready = true;
    this.line.level(messages, this.#inHand.filter((key) => this.#wentBack(key)));
    this.sending.sendAll();
    this.reading.tellAll();
    this.looking.again();
  }

  #wentBack(key: string): boolean {
    const row = this.conversations.get(key);
    return row?.state !== "closed" && !(row && this.conversations.isMine(row));
  }

  #lost(): void {
    this.#level.disconnected();
    if (this.line.up) this.#inHand = this.conversations.mine().map((row) => row.key);
    this.line.lost();
  }

  #turnedAway(code: string): void {
    if (code === "signed_out") return this.signIn();
    this.#lost();
    this.line.turnedAway(code);
  }

  #arrived(key: string, messages: Message[]): void {
    const thread = this.threads.known(key);
    if (thread?.loaded) thread.answered(messages);
  }

  #noted(key: string, note: Note): void {
    const thread = this.threads.known(key);
    if (thread?.loaded) thread.noted([note]);
  }

  #refused(key: string, reason: string): void {
    const row = this.conversations.get(key);
    if (key === this.opening.current || !row) return;
    const name = nameOf(row.contact);
    this.notices.say("refused", gettext("Not sent to %(name)s: %(reason)s", { name, reason }));
  }
}
