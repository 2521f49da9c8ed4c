import { windowOf } from "../model/window";
import { gettext } from "../words";
import { age } from "./ages";

/** How long WhatsApp still takes free text here. */
export function WindowStrip({ left }: { left: number }) {
  const state = windowOf(left);
  return (
    <p class="window-strip" data-window={state}>
      <span>{gettext("window open %(time)s", { time: age(left) })}</span>
      {state === "last_minutes" && (
        <strong>{gettext("Ask a question now: an answer reopens 24 hours.")}</strong>
      )}
    </p>
  );
}
