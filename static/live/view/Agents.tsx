import { plainName } from "../../console/format";
import { gettext } from "../../console/words";
import type { Board } from "../protocol";
import { AgentRow } from "./AgentRow";
import { useArranged } from "./hooks";

export function Agents({ board }: { board: Board }) {
  const { placed, holding } = useArranged(board.agents);
  return (
    <section class="live-part" aria-labelledby="agents">
      <h2 id="agents">{gettext("Agents")}</h2>
      {placed.length ? (
        <ul class="card live-agents" {...holding}>
          {placed.map(({ row, isGone }) => (
            <li key={row.key} class={isGone ? "row-off" : ""} aria-label={plainName(row.name)}>
              <AgentRow agent={row} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="card empty">{gettext("Nobody is allowed Chat and WhatsApp yet.")}</p>
      )}
    </section>
  );
}
