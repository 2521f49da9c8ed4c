import { useEffect } from "preact/hooks";
import type { Summary } from "../protocol";
import { isLookedAt } from "../senses/looking";
import { useDesk } from "./hooks";

const LONG_ENOUGH = 1000; // ms on screen that count as read

/** Read means: on screen, at the end, in a visible tab of a focused window, for a second. */
export function useReading(row: Summary | undefined, newest: number, atEnd: boolean): void {
  const { reading } = useDesk();
  useEffect(() => {
    if (!row || !newest) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (atEnd && isLookedAt()) timer = setTimeout(() => reading.read(row.key, newest), LONG_ENOUGH);
    };
    look();
    window.addEventListener("focus", look);
    window.addEventListener("blur", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [row?.key, row?.state, newest, atEnd]);
}
