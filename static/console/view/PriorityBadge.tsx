import type { Priority } from "../protocol";
import { gettext } from "../words";

/** Why somebody stands before or behind others who came when they did. */
export function PriorityBadge({ priority = "normal" }: { priority: Priority | undefined }) {
  if (priority === "normal") return null;
  return (
    <span class={`badge ${priority === "high" ? "badge-warn" : ""}`}>
      {priority === "high" ? gettext("high priority") : gettext("low priority")}
    </span>
  );
}
