import { nameOf } from "../../console/desk/names";
import { plainName } from "../../console/format";
import { PriorityBadge } from "../../console/view/PriorityBadge";
import { gettext, inWords } from "../../console/words";
import type { Board, Waiter } from "../protocol";
import { Age } from "./Age";
import { Assign } from "./Assign";
import { useAddress, useArranged, useLook } from "./hooks";

/** Everybody who waits, in the order they are served, each with why. */
export function Queue({ board }: { board: Board }) {
  const { placed, holding } = useArranged(board.waiting);
  const why = new Map(board.services.map((one) => [one.key, one.why]));
  return (
    <section class="card" aria-labelledby="queue" {...holding}>
      <h2 id="queue">{gettext("Waiting")}</h2>
      {placed.length ? (
        <ul class="live-rows">
          {placed.map(({ row, isGone }) => (
            <li key={row.key} class={isGone ? "row-off" : ""}>
              <Who row={row} />
              <Age since={row.since} />
              <span class="live-why muted">
                {isGone ? gettext("It waits no more.") : reason(why.get(row.service.key))}
              </span>
              {!isGone && <Acts row={row} />}
            </li>
          ))}
        </ul>
      ) : (
        <p class="muted">{gettext("Nobody waits.")}</p>
      )}
    </section>
  );
}

function reason(why: Board["services"][number]["why"] | undefined): string {
  return why ? inWords(why) : gettext("It is just being offered.");
}

function Who({ row }: { row: Waiter }) {
  return (
    <span class="live-who">
      <a href={useAddress(row.key)}>
        <bdi>{nameOf(row.contact)}</bdi>
      </a>
      <bdi class="muted">{plainName(row.service.name)}</bdi>
      <PriorityBadge priority={row.priority} />
    </span>
  );
}

function Acts({ row }: { row: Waiter }) {
  const look = useLook();
  const isFirst = row.rank < 0;
  return (
    <span class="live-acts">
      <button
        type="button"
        class="button button-quiet"
        aria-pressed={isFirst}
        onClick={() => void look.act("put_forward", { conversation: row.key, first: !isFirst })}
      >
        {gettext("Put first")} <span class="unseen">{nameOf(row.contact)}</span>
      </button>
      <Assign conversation={row.key} name={nameOf(row.contact)} shown="queue" />
    </span>
  );
}
