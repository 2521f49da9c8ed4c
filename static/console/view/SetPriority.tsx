import type { Priority, Summary } from "../protocol";
import { gettext } from "../words";
import { useDesk } from "./hooks";

const PRIORITIES: Priority[] = ["high", "normal", "low"];

/** For who oversees: before whom the contact is served from now on, and where they wait now. */
export function SetPriority({ row }: { row: Summary }) {
  const { acting } = useDesk();
  const now = row.contact.priority ?? "normal";
  const choose = (event: Event) => {
    const priority = (event.currentTarget as HTMLSelectElement).value as Priority;
    void acting.row("set_priority", { conversation: row.key, priority });
  };
  return (
    <div class="panel-choice">
      <label for="priority">{gettext("Priority of the contact")}</label>
      <select class="input" id="priority" value={now} onChange={choose} aria-describedby="priority-hint">
        {PRIORITIES.map((priority) => (
          <option key={priority} value={priority} selected={priority === now}>
            {nameOfPriority(priority)}
          </option>
        ))}
      </select>
      <p class="hint" id="priority-hint">
        {gettext("High: served before others who came up to 30 minutes earlier. Low: after others who came up to 30 minutes later.")}
      </p>
    </div>
  );
}

function nameOfPriority(priority: Priority): string {
  if (priority === "high") return gettext("high");
  return priority === "low" ? gettext("low") : gettext("normal");
}
