import type { Summary } from "../protocol";
import type { ListName } from "./Lists";
import { useDesk } from "./hooks";
import { focusComposer, focusPanel, followRail, moveInList, stepBack } from "./moves";
import type { Closing } from "./useClosing";
import type { Acts } from "./useKeys";
import type { Screen } from "./useScreen";

/** What each key and each action of the palette does; false where it can't be done now. */
export function useActs(screen: Screen, closing: Closing): Acts {
  const desk = useDesk();
  const { opening, conversations } = desk;

  const rowsOf = (name: ListName): Summary[] =>
    name === "closing" ? desk.closingSoon() : conversations[name]();
  const step = (by: 1 | -1) => {
    const rows = rowsOf(screen.list);
    const next = rows[rows.findIndex((row) => row.key === opening.current) + by];
    if (next) opening.open(next.key, true);
  };
  const actedOn = () => (desk.open && desk.mayAct(desk.open) ? desk.open : null);
  const inHand = () => (actedOn()?.state === "active" ? actedOn() : null);
  const withRow = (row: Summary | null | undefined, act: (row: Summary) => void) => {
    if (row) act(row);
    return Boolean(row);
  };
  const toPanel = () => {
    const leave = screen.details && document.activeElement?.closest(".panel") !== null;
    screen.showDetails(!leave);
    if (leave) stepBack();
    else focusPanel();
  };
  return {
    accept: () => withRow(conversations.offers()[0], (offer) => void desk.acting.accept(offer)),
    previous: () => step(-1),
    next: () => step(1),
    needs_me: () => desk.openNeedingMe(),
    help: () => screen.setOver("keys"),
    palette: () => screen.setOver("palette"),
    down: () => moveInList(1),
    up: () => moveInList(-1),
    template: () => desk.chooseTemplate(),
    reply: () => (opening.noting ? opening.write(false) : focusComposer()),
    note: () => withRow(desk.open, () => opening.write(true)),
    other_writing: () => withRow(desk.open, () => opening.write(!opening.noting)),
    hand_over: () => withRow(actedOn(), () => screen.setMenu("hand_over")),
    park: () => withRow(inHand(), () => screen.setMenu("park")),
    close: () => withRow(inHand(), closing.ask),
    send_and_close: () =>
      withRow(document.getElementById("composer") && inHand(), (row) => void closing.send(row)),
    unread: () => withRow(inHand(), (row) => void desk.unread(row)),
    panel: () => withRow(desk.open, toPanel),
    find: () => withRow(desk.open, () => screen.setFinding(true)),
    go_conversations: () => opening.open(null),
    go_live: () => followRail("/live"),
    go_contacts: () => followRail("/contacts"),
    go_campaigns: () => followRail("/campaigns"),
    go_settings: () => followRail("/settings"),
    back: () => {
      if (screen.finding) screen.setFinding(false);
      else if (screen.details) screen.showDetails(false);
      else return stepBack();
    },
  };
}
