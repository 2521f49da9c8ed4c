import { useState } from "preact/hooks";
import type { Summary } from "../protocol";
import { useDesk } from "./hooks";

/** Closes a conversation at once, unless something typed in it has not been sent. */
export function useClosing() {
  const desk = useDesk();
  const [asked, setAsked] = useState<Summary | null>(null);

  const close = async (row: Summary) => {
    const done = await desk.acting.close(row);
    if (done && desk.opening.current === row.key) desk.openNeedingMe();
  };
  return {
    asked,
    ask(row: Summary): void {
      const unsent = desk.drafts.has(row.key) || desk.outbox.of(row.key).length > 0;
      if (unsent) setAsked(row);
      else void close(row);
    },
    confirm(): void {
      if (asked) void close(asked);
      setAsked(null);
    },
    stay(): void {
      setAsked(null);
    },
  };
}
