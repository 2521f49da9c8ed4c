import { number } from "../format";
import { gettext } from "../words";
import { Icon } from "./Icon";
import type { ListName } from "./Lists";
import { useDesk, useModels, useTick } from "./hooks";

interface Props {
  shown: ListName;
  show(list: ListName): void;
}

/** Leads to the conversations whose 24 hours are nearly over; there only while there are any. */
export function ClosingSoon({ shown, show }: Props) {
  const desk = useDesk();
  useModels(desk.conversations);
  useTick(10);
  const count = desk.closingSoon().length;
  const isShown = shown === "closing";
  if (!count && !isShown) return null;
  return (
    <button
      type="button"
      class="closing-soon"
      aria-pressed={isShown}
      onClick={() => show(isShown ? "mine" : "closing")}
    >
      <Icon name="timer" />
      {gettext("Windows that close soon")}
      <span class="count figures">{number(count)}</span>
    </button>
  );
}
