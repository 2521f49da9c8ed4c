import { gettext, ngettext } from "../words";
import type { ListName } from "./Lists";
import { useDesk, useModels } from "./hooks";

const MOST = 200; // rows of a list, as the server gives them

/** Under a list that is longer than what is shown of it. */
export function ListEnd({ list }: { list: ListName }) {
  const { conversations, queue } = useDesk();
  useModels(conversations, queue);
  if (list === "waiting") {
    const shown = conversations.waiting();
    const more = queue.of(shown).length - shown.length;
    if (more <= 0) return null;
    return <p class="list-end">{ngettext("%(n)s more waits behind them.", "%(n)s more wait behind them.", more)}</p>;
  }
  if ((list !== "others" && list !== "parked") || conversations[list]().length < MOST) return null;
  return <p class="list-end">{gettext("Not all are shown here: Ctrl K finds the others.")}</p>;
}
