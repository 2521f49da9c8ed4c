import type { Attachments } from "../model/attachments";
import type { Conversations } from "../model/conversations";
import type { Halts } from "../model/halts";
import type { Outbox } from "../model/outbox";
import type { Profile } from "../model/profile";
import type { Queue } from "../model/queue";
import type { Rules } from "../model/rules";
import type { Spoken } from "../model/spoken";
import type { Tags } from "../model/tags";
import type { Threads } from "../model/threads";
import type { Waits } from "../model/waits";
import type { Message, Note, Push, Snapshot, Standing } from "../protocol";
import { gettext, inWords } from "../words";
import type { Joining } from "./joining";
import type { Keeping } from "./keeping";
import type { Looking } from "./looking";
import { firstNameOf } from "./names";
import type { Opening } from "./opening";

const LONG = 150; // rows of colleagues' from which on this page may have been given no more

/** Puts what the server says into the models, and out loud what is worth it. */
export class News {
  #mark = 0;

  constructor(
    private readonly on: {
      conversations: Conversations;
      threads: Threads;
      profile: Profile;
      outbox: Outbox;
      opening: Opening;
      spoken: Spoken;
      waits: Waits;
      halts: Halts;
      queue: Queue;
      keeping: Keeping;
      joining: Joining;
      tags: Tags;
      attachments: Attachments;
      rules: Rules;
      looking: Looking;
      /** New words from a contact of this agent. */
      heard(): void;
    },
  ) {}

  snapshot(snapshot: Snapshot): void {
    const { on } = this;
    const { me, conversations } = snapshot;
    on.profile.pushed(me);
    on.conversations.replaceOpen(conversations);
    on.keeping.start(snapshot.drafts);
    on.tags.told(snapshot.tags);
    const sent = on.outbox.all().flatMap(({ files = [] }) => files.map(({ key }) => key));
    on.attachments.start(snapshot.attached, new Set(sent));
    on.rules.told(snapshot.services, snapshot.outcomes);
    this.standing(snapshot);
    on.threads.restart(on.opening.current);
    void on.opening.load();
  }

  wants(): { more?: true } {
    const { conversations, queue } = this.on;
    this.#mark = conversations.mark();
    const cut = queue.isShort(conversations.waiting()) || conversations.others().length >= LONG;
    return cut ? { more: true } : {};
  }

  standing({ waits, halts, queue, targets = [], rows }: Standing): void {
    if (rows) this.on.conversations.answeredAll(rows, this.#mark);
    this.on.rules.missing(targets);
    this.on.waits.all(waits);
    this.on.halts.all(halts);
    this.on.queue.told(queue, this.on.conversations.waiting());
  }

  events(events: Push[]): void {
    for (const event of events) this.#event(event);
  }

  #event(event: Push): void {
    const { on } = this;
    if (event.name === "conversation_changed") {
      const { conversation, waits } = event.payload;
      on.conversations.pushed(conversation);
      if (waits) on.waits.pushed(conversation, waits);
    } else if (event.name === "thread_changed") {
      const { conversation, joined } = event.payload;
      this.#restart(conversation);
      // Its own key: it was emptied.
      if (joined === conversation) return;
      on.attachments.move(joined, conversation);
      on.joining.joined(joined, conversation);
    } else if (event.name === "user_changed") on.profile.pushed(event.payload.user);
    else if (event.name === "message_added") {
      this.#added(event.payload.conversation, event.payload.message, event.payload.sender);
    } else if (event.name === "note_added") {
      this.#noted(event.payload.conversation, event.payload.note);
    } else if (event.name === "lookers_changed") {
      on.looking.pushed(event.payload.conversation, event.payload.lookers);
    } else if (event.name === "message_changed") {
      const { conversation, message } = event.payload;
      on.threads.known(conversation)?.altered(message);
      on.conversations.fared(conversation, message);
    }
  }

  #restart(conversation: string): void {
    const { opening, threads } = this.on;
    threads.stale(conversation, opening.current);
    if (conversation === opening.current) void opening.load();
  }

  #noted(conversation: string, note: Note): void {
    const { on } = this;
    on.threads.known(conversation)?.noted([note]);
    on.outbox.settle(note.client_id);
    if (conversation !== on.opening.current || note.author.key === on.profile.me.key) return;
    const values = { name: note.author.name, words: note.body };
    on.spoken.politely(gettext("Note by %(name)s: %(words)s", values));
  }

  #added(conversation: string, message: Message, sender?: string): void {
    const { on } = this;
    on.threads.known(conversation)?.added(message);
    on.conversations.spoke(conversation, message, sender);
    // An event follows its commit: the text is at the server, whatever became of the answer.
    if (message.client_id) on.outbox.settle(message.client_id);
    const row = on.conversations.get(conversation);
    if (!row || message.direction === "out") return;
    if (conversation === on.opening.current) {
      const words = message.body || (message.line ? inWords(message.line) : "");
      const name = firstNameOf(row.contact);
      on.spoken.politely(gettext("%(name)s: %(words)s", { name, words }));
    }
    if (row.state === "active" && on.conversations.isMine(row)) on.heard();
  }
}
