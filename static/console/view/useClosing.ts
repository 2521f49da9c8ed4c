import { useState } from "preact/hooks";
import { noteIn } from "../model/places";
import type { Summary } from "../protocol";
import { useDesk } from "./hooks";

export type Closing = ReturnType<typeof useClosing>;

/** Closes a conversation at once, unless something typed in it has not been sent, or its service
 * wants to know how it ended. */
export function useClosing() {
  const desk = useDesk();
  const [asked, setAsked] = useState<Summary | null>(null);
  const [ending, setEnding] = useState<Summary | null>(null);

  const close = async (row: Summary, outcome?: string) => {
    const done = await desk.acting.close(row, outcome);
    if (done && desk.opening.current === row.key) desk.openNeedingMe();
  };
  const end = (row: Summary) => {
    if (desk.rules.asksOutcome(row.service.key)) setEnding(row);
    else void close(row);
  };
  return {
    asked,
    ending,
    ask(row: Summary): void {
      const places = [row.key, noteIn(row.key)];
      const unsent = places.some((place) => desk.drafts.has(place) || desk.outbox.of(place).length > 0);
      if (unsent) setAsked(row);
      else end(row);
    },
    /** What stands in the field leaves, and once the server has it the conversation closes. */
    async send(row: Summary): Promise<void> {
      const place = desk.opening.noting ? noteIn(row.key) : row.key;
      if (await desk.leave(row, place)) this.ask(row);
    },
    confirm(): void {
      if (asked) end(asked);
      setAsked(null);
    },
    choose(outcome: string): void {
      if (ending) void close(ending, outcome);
      setEnding(null);
    },
    stay(): void {
      setAsked(null);
    },
    leave(): void {
      setEnding(null);
    },
  };
}
