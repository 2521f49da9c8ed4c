import type { Message, Summary } from "../protocol";
import { failedNow } from "./failures";
import { Observable } from "./observable";

const PREVIEW = 120; // characters of the last words, as the server cuts them
const WINDOW = 24 * 60 * 60 * 1000; // ms, WhatsApp's after each message of the contact

/** What was written a while ago opens the window from then on, and never shortens it. */
function windowEnd({ window_ends_at: known }: Summary, at: string): string {
  const end = new Date(Date.parse(at) + WINDOW).toISOString();
  return known && known > end ? known : end;
}

type Order = (a: Summary, b: Summary) => number;

const newestFirst =
  (time: (row: Summary) => string | null): Order =>
  (a, b) =>
    (time(b) ?? "").localeCompare(time(a) ?? "") || b.number - a.number;

const oldestFirst =
  (time: (row: Summary) => string | null): Order =>
  (a, b) =>
    (time(a) ?? "").localeCompare(time(b) ?? "") || a.number - b.number;

const longestStanding = oldestFirst((row) => row.stands_since);

/** Every conversation this page has heard of; each list is a question to their state and agent. */
export class Conversations extends Observable {
  readonly #rows = new Map<string, Summary>();
  /** How many pushes have changed a row: an answer asked for earlier than the last one is older. */
  readonly #pushes = new Map<string, number>();
  #order = 0;

  constructor(private readonly me: string) {
    super();
  }

  get(key: string): Summary | undefined {
    return this.#rows.get(key);
  }

  /** Taken before a question is asked, handed to `answered` with its answer. */
  mark(): number {
    return this.#order;
  }

  pushed(row: Summary): void {
    this.#pushes.set(row.key, ++this.#order);
    this.#rows.set(row.key, row);
    this.changed();
  }

  answered(row: Summary, mark: number): void {
    if ((this.#pushes.get(row.key) ?? 0) > mark) return;
    this.#rows.set(row.key, row);
    this.changed();
  }

  answeredAll(rows: Summary[], mark: number): void {
    for (const row of rows) this.answered(row, mark);
  }

  /** What a message says of its conversation's row: a push of the message brings no row along.
   *  `sender` is our number, where a customer has written to it. */
  spoke(key: string, message: Message, sender?: string): void {
    const row = this.#rows.get(key);
    if (!row || (row.last && row.last.at > message.at)) return;
    const { kind, line, direction, at, number } = message;
    const body = [...message.body.slice(0, 2 * PREVIEW)].slice(0, PREVIEW).join("");
    const heard = direction === "in";
    // A row that was read late may count the message already.
    const unread = heard && row.state === "active" && number > (row.heard ?? row.read_until ?? 0);
    this.pushed({
      ...row,
      sender: sender ?? row.sender,
      last: { body, kind, line, direction, at },
      ...(unread && { unread: row.unread + 1, heard: number }),
      unanswered_since: heard ? (row.unanswered_since ?? at) : null,
      window_ends_at: heard ? windowEnd(row, message.written_at ?? at) : row.window_ends_at,
    });
  }

  /** A text of ours failed, or fails no more. */
  fared(key: string, message: Message): void {
    const row = this.#rows.get(key);
    if (row) this.pushed({ ...row, failed: failedNow(row, message) });
  }

  /** This page has shown its agent all up to `number`; the server is being told. */
  read(key: string, number: number): void {
    const row = this.#rows.get(key);
    if (row) this.pushed({ ...row, read_until: number, unread: 0, heard: null });
  }

  /** A snapshot holds all that is open and concerns this user: what it lacks is gone. */
  replaceOpen(rows: Summary[]): void {
    for (const [key, row] of this.#rows) if (row.state !== "closed") this.#rows.delete(key);
    for (const row of this.wrapping()) this.#rows.set(row.key, { ...row, wrap_ends_at: null });
    for (const row of rows) this.#rows.set(row.key, row);
    this.changed();
  }

  /** In order of acceptance, newest first, and never otherwise: place is memory. */
  mine(): Summary[] {
    return this.#sorted(
      (row) => row.state === "active" && this.isMine(row),
      newestFirst((row) => row.accepted_at),
    );
  }

  /** The one that ends first stands first. */
  offers(): Summary[] {
    return this.#sorted(
      (row) => row.state === "offered" && this.isMine(row),
      oldestFirst((row) => row.offer?.ends_at ?? null),
    );
  }

  waiting(): Summary[] {
    return this.#sorted(
      (row) => row.state === "waiting",
      (a, b) => a.queue_rank - b.queue_rank || longestStanding(a, b),
    );
  }

  /** What colleagues have in hand; only supervisors and administrators hear of it. */
  others(): Summary[] {
    return this.#sorted(
      (row) => (row.state === "active" || row.state === "offered") && !this.isMine(row),
      oldestFirst((row) => row.unanswered_since ?? "9"),
    );
  }

  /** Everything that goes on, whoever has it. */
  open(): Summary[] {
    return this.#sorted((row) => row.state !== "closed", () => 0);
  }

  /** What comes back at a time stands first, then what waits for its customer. */
  parked(): Summary[] {
    return this.#sorted(
      (row) => row.state === "parked",
      oldestFirst((row) => row.parked_until ?? "9"),
    );
  }

  /** Closed by this agent, whose seat they still take. */
  wrapping(): Summary[] {
    return this.#sorted(
      (row) => row.state === "closed" && row.wrap_ends_at !== null && this.isMine(row),
      oldestFirst((row) => row.wrap_ends_at),
    );
  }

  closed(): Summary[] {
    return this.#sorted(
      (row) => row.state === "closed",
      newestFirst((row) => row.closed_at),
    );
  }

  isMine(row: Summary): boolean {
    return row.agent?.key === this.me;
  }

  #sorted(belongs: (row: Summary) => boolean, order: Order): Summary[] {
    return [...this.#rows.values()].filter(belongs).sort(order);
  }
}

/** Whose customer has waited longest for words of ours stands first. */
export function needingMe(rows: Summary[]): Summary[] {
  return rows
    .filter((row) => row.unanswered_since !== null)
    .sort(oldestFirst((row) => row.unanswered_since));
}
