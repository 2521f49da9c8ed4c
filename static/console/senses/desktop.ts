/** Notices of the system's own, for an agent who looks elsewhere: asked for, never by themselves. */

import type { Desk } from "../desk/desk";
import { nameOf } from "../desk/names";
import { Noticing } from "../desk/noticing";
import { Observable } from "../model/observable";
import { DeviceStore, NOTICES } from "../model/storage";
import type { Summary } from "../protocol";
import { gettext, inWords } from "../words";
import { Election } from "./election";
import { isLookedAt } from "./looking";

const desktops = new WeakMap<Desk, Desktop>();

/** One for a desk, which listens from then on. */
export function desktopOf(desk: Desk): Desktop {
  const desktop = desktops.get(desk) ?? new Desktop(desk);
  desktops.set(desk, desktop);
  return desktop;
}

class Desktop extends Observable {
  readonly #store = new DeviceStore();
  readonly #election = new Election(`${NOTICES}.tab`, () => this.#begin());
  readonly #shown = new Map<string, Notification>();
  #noticing: Noticing | null = null;
  #asked = false;
  #throws = false;

  constructor(private readonly desk: Desk) {
    super();
    if (!("Notification" in window && isSecureContext)) return;
    this.#election.stand();
    // A notice outlives its page, and then a click on it leads nowhere.
    window.addEventListener("pagehide", () => [...this.#shown.keys()].forEach((key) => this.#drop(key)));
  }

  /** Browsers of telephones have a `Notification` that only throws; without permission a try shows nothing. */
  get possible(): boolean {
    if (!("Notification" in window && isSecureContext) || this.#throws) return false;
    if (Notification.permission !== "granted") this.#make("");
    return !this.#throws;
  }

  get on(): boolean {
    return this.#isWanted && Notification.permission === "granted";
  }

  /** They are wanted, and the browser does not let them through. */
  get refused(): boolean {
    return (this.#asked || this.#isWanted) && Notification.permission === "denied";
  }

  /** On, which asks the reader where the browser was not told yet, or off. */
  async turn(): Promise<void> {
    if (this.on) this.#store.remove(NOTICES);
    else if ((await Notification.requestPermission()) === "granted") this.#store.write(NOTICES, "on");
    this.#asked = true;
    this.changed();
  }

  get #isWanted(): boolean {
    return this.#store.read(NOTICES) !== null;
  }

  /** From when this tab is the one: then an offer that stands has not been shown by it. */
  #begin(): void {
    this.#noticing ??= new Noticing(this.desk.conversations, {
      ready: () => this.desk.ready,
      shows: (row) => this.#show(row),
      drops: (key) => this.#drop(key),
    });
  }

  #show(row: Summary): void {
    if (!this.on || !this.#election.elected || isLookedAt()) return;
    const notice = this.#make(...wordsOf(row, this.desk.profile.me.notice_words), row.key);
    if (!notice) return;
    this.#shown.set(row.key, notice);
    notice.onclick = () => {
      window.focus();
      this.desk.opening.open(row.key);
      this.#drop(row.key);
    };
  }

  #drop(key: string): void {
    this.#shown.get(key)?.close();
    this.#shown.delete(key);
  }

  /** One a conversation; the page has sounds of its own. */
  #make(title: string, body = "", tag = ""): Notification | null {
    try {
      return new Notification(title, { body, tag, silent: true, ...(tag && { renotify: true }) });
    } catch {
      this.#throws = true;
      return null;
    }
  }
}

function wordsOf({ state, service, contact, last }: Summary, withWords: boolean): [title: string, body: string] {
  const name = nameOf(contact);
  const said = last?.direction === "in" && (last.body || (last.line && inWords(last.line)));
  const lines = withWords && said ? [said] : [];
  if (state === "offered") {
    return [gettext("Offer: %(service)s", { service: service.name }), [name, ...lines].join("\n")];
  }
  return [name, [service.name, ...lines].join("\n")];
}
