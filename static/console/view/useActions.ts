import { useState } from "preact/hooks";
import { nameOf } from "../desk/names";
import { plainWords } from "../model/plain_words";
import { gettext } from "../words";
import type { Hit } from "./Palette";
import { useDesk } from "./hooks";
import type { Acts } from "./useKeys";

const MOST_UNASKED = 8;

/** Pages that the rail offers, and what can be done now; with nothing typed, the likeliest acts. */
export function useActions(acts: Acts, close: () => void, typed: string): Hit[] {
  const desk = useDesk();
  const row = desk.open;
  const may = row !== undefined && desk.mayAct(row);
  const active = may && row.state === "active";
  const [offer] = desk.conversations.offers();
  // As it was on opening: what goes meanwhile must not put another act under a finger.
  const [undoable] = useState(() => desk.notices.all.filter((notice) => notice.offer));
  // Once the palette has gone: under an open dialog nothing else can take the focus.
  const after = (act: () => void) => () => {
    close();
    setTimeout(act);
  };
  const action = (can: unknown, title: string, key: string, act: () => void): Hit[] =>
    can ? [{ key: `act ${title}`, title, second: key, go: after(act) }] : [];
  const waits = row && desk.mayTake(row);
  const whose = row ? nameOf(row.contact) : "";
  const parked = row?.state === "parked" && desk.profile.me.takes_chats;
  const actions = [
    ...undoable.map(({ id, offer, text }) => ({
      key: `undo ${id}`,
      title: offer!.name,
      second: text,
      go: after(offer!.act),
    })),
    ...action(offer, gettext("Accept the offer"), "Alt ↵", acts.accept),
    ...action(offer, gettext("Decline the offer"), "", () => void desk.acting.decline(offer!)),
    ...action(waits, gettext("Take"), whose, () => void desk.acting.take(row!)),
    ...action(parked, gettext("Take back"), whose, () => void desk.acting.takeBack(row!)),
    ...desk.conversations.wrapping().map((wrapped) => ({
      key: `finish ${wrapped.key}`,
      title: gettext("Finish now"),
      second: gettext("Wrap-up: %(name)s", { name: nameOf(wrapped.contact) }),
      go: after(() => void desk.acting.finishWrapUp(wrapped)),
    })),
    ...action(true, gettext("To the next that needs me"), "Ctrl J", acts.needs_me),
    ...action(row, gettext("Reply"), "R", acts.reply),
    ...action(row, gettext("Note to colleagues"), "N", acts.note),
    ...action(row, gettext("Find in this conversation"), "F", acts.find),
    ...action(may, gettext("Hand over"), "H", acts.hand_over),
    ...action(active, gettext("Park"), "P", acts.park),
    ...action(active, gettext("Close"), "E", acts.close),
    ...action(active, gettext("Choose a template"), "T", acts.template),
    ...action(active, gettext("Mark as unread"), "U", acts.unread),
    ...action(row, gettext("Details"), "I", acts.panel),
    ...action(true, gettext("New conversation"), "", () => desk.addressing.choose({ kind: "anybody" })),
    ...action(true, gettext("All keys"), "?", acts.help),
  ];
  const sought = plainWords(typed);
  if (!sought.length) return actions.slice(0, MOST_UNASKED);
  return [...actions, ...pages()].filter(({ title }) => {
    const said = plainWords(title);
    return sought.every((word) => said.some((one) => one.startsWith(word)));
  });
}

function pages(): Hit[] {
  return [...document.querySelectorAll<HTMLAnchorElement>(".rail a.rail-link")].map((link) => ({
    key: `page ${link.href}`,
    title: link.title,
    second: gettext("Page"),
    go: () => link.click(),
  }));
}
