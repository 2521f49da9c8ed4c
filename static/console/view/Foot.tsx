import { useEffect } from "preact/hooks";
import { windowOf } from "../model/window";
import type { Summary } from "../protocol";
import { Composer } from "./Composer";
import { NoAnswer } from "./parts";
import { WindowStrip } from "./WindowStrip";
import { useDesk, useModels, useTick } from "./hooks";

/** Under the thread: the place to answer, or why there is none just now. */
export function Foot({ row }: { row: Summary }) {
  const desk = useDesk();
  useModels(desk.profile);
  useTick();
  const left = row.window_ends_at ? desk.clock.until(row.window_ends_at) : 0;
  const mine = row.state === "active" && desk.conversations.isMine(row);
  const shut = windowOf(left) === "shut";
  useFocusAfterComposer(mine && !shut);

  if (!mine || shut) return <NoAnswer row={row} shut={mine} />;
  return (
    <footer class="foot">
      <WindowStrip left={left} />
      <Composer row={row} />
    </footer>
  );
}

/** A composer that goes away under the focus leaves it to the thread, not to nowhere. */
function useFocusAfterComposer(canWrite: boolean): void {
  useEffect(() => {
    if (canWrite || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(".thread-scroll")?.focus();
  }, [canWrite]);
}
