import { nameOf } from "../../console/desk/names";
import { dateAndHour, number, plainName } from "../../console/format";
import { gettext, ngettext } from "../../console/words";
import type { Aside, Board } from "../protocol";
import { Assign } from "./Assign";
import { useAddress, useArranged } from "./hooks";

/** What is put aside: whose it is again, and when. It takes no seat until then. */
export function Parked({ board }: { board: Board }) {
  const { count, by_agent, rows } = board.parked;
  const { placed, holding } = useArranged(rows);
  if (!count && !placed.length) return null;
  const rest = count - rows.length;
  return (
    <section class="card" aria-labelledby="parked" {...holding}>
      <h2 id="parked">{gettext("Parked")}</h2>
      <p class="muted live-counts">
        {by_agent.map((one) => (
          <span key={one.key}>
            <bdi>{plainName(one.name)}</bdi> <span class="figures">{number(one.count)}</span>
          </span>
        ))}
      </p>
      <ul class="live-rows">
        {placed.map(({ row, isGone }) => (
          <li key={row.key} class={isGone ? "row-off" : ""}>
            <Who row={row} />
            <span class="live-why muted">
              {isGone ? gettext("It is parked no more.") : returnWords(row)}
            </span>
            {!isGone && (
              <span class="live-acts">
                <Assign conversation={row.key} name={nameOf(row.contact)} shown="aside" />
              </span>
            )}
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <p class="muted">{ngettext("%(n)s more is parked.", "%(n)s more are parked.", rest)}</p>
      )}
    </section>
  );
}

function Who({ row }: { row: Aside }) {
  return (
    <span class="live-who">
      <a href={useAddress(row.key)}>
        <bdi>{nameOf(row.contact)}</bdi>
      </a>
      <bdi class="muted">{plainName(row.service.name)}</bdi>
    </span>
  );
}

function returnWords({ agent, until }: Aside): string {
  const name = plainName(agent ?? "–");
  return until
    ? gettext("comes back to %(name)s %(at)s, or when the customer writes", { name, at: dateAndHour(until) })
    : gettext("comes back to %(name)s when the customer writes", { name });
}
