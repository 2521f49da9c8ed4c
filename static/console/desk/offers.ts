import { countdown } from "../format";
import type { ServerClock } from "../model/clock";
import type { Conversations } from "../model/conversations";
import { Observable } from "../model/observable";
import type { Spoken } from "../model/spoken";
import type { Summary } from "../protocol";
import { gettext, ngettext } from "../words";
import { nameOf } from "./names";

const FAREWELL = 3000; // ms in which an offer that went elsewhere says so
export const LAST_SECONDS = 10_000; // ms

/** Watches offers come and go: says so once, and once more when little time is left. */
export class Offers extends Observable {
  /** Where the last offer went, while that is news. */
  gone: string | null = null;
  #known = new Map<string, Summary>();
  readonly #warned = new Set<string>();
  readonly #declined = new Set<string>();

  constructor(
    private readonly conversations: Conversations,
    private readonly clock: ServerClock,
    private readonly spoken: Spoken,
  ) {
    super();
    conversations.subscribe(() => this.#compare());
  }

  left(row: Summary): number {
    return row.offer ? this.clock.until(row.offer.ends_at) : 0;
  }

  /** The agent's own no needs no farewell. */
  declining(row: Summary): void {
    if (row.interaction) this.#declined.add(row.interaction);
  }

  warn(row: Summary): void {
    const key = row.interaction ?? row.key;
    if (this.#warned.has(key) || this.left(row) > LAST_SECONDS) return;
    this.#warned.add(key);
    this.spoken.urgently(
      gettext("Offer, %(service)s: %(time)s left", {
        service: row.service.name,
        time: countdown(this.left(row)),
      }),
    );
  }

  #compare(): void {
    const offers = new Map(this.conversations.offers().map((row) => [row.interaction ?? row.key, row]));
    const before = this.#known;
    this.#known = offers;
    for (const [key, row] of offers) if (!before.has(key)) this.#announce(row);
    for (const [key, row] of before) {
      if (!offers.has(key) && !this.#declined.delete(key)) this.#farewell(row);
    }
    if (offers.size !== before.size) this.changed();
  }

  #announce(row: Summary): void {
    const seconds = Math.round(this.left(row) / 1000);
    this.spoken.urgently(
      ngettext(
        "Offer, %(service)s, %(name)s, %(n)s second, Alt Enter accepts",
        "Offer, %(service)s, %(name)s, %(n)s seconds, Alt Enter accepts",
        seconds,
        { service: row.service.name, name: nameOf(row.contact) },
      ),
    );
  }

  #farewell(before: Summary): void {
    const row = this.conversations.get(before.key);
    if (!row || (row.state === "active" && this.conversations.isMine(row))) return;
    const words =
      row.state === "waiting"
        ? gettext("Back in the queue")
        : row.state === "closed"
          ? gettext("It was closed")
          : gettext("Went to %(name)s", { name: row.agent?.name ?? row.service.name });
    this.gone = words;
    this.changed();
    setTimeout(() => {
      if (this.gone === words) this.gone = null;
      this.changed();
    }, FAREWELL);
  }
}
