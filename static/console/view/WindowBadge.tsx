import { closesSoon } from "../model/window";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { age } from "./ages";
import { Icon } from "./Icon";
import { useDesk } from "./hooks";

/** On a row: how little is left of WhatsApp's 24 hours. */
export function WindowBadge({ row }: { row: Summary }) {
  const { clock } = useDesk();
  if (!closesSoon(row, clock)) return null;
  return (
    <span class="badge badge-warn" title={gettext("left of WhatsApp's 24 hours")}>
      <Icon name="timer" />
      {age(clock.until(row.window_ends_at!))}
    </span>
  );
}
