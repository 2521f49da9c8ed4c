import { nameOf } from "../desk/names";
import type { Summary } from "../protocol";
import { inWords } from "../words";
import { age } from "./ages";
import { LastWords } from "./LastWords";
import { PriorityBadge } from "./PriorityBadge";
import { RowLink } from "./RowLink";
import { RowTags } from "./RowTags";
import { TakeButton } from "./TakeButton";
import { WindowBadge } from "./WindowBadge";
import { useDesk } from "./hooks";

/** Somebody who waits, since when and why. */
export function WaitingRow({ row }: { row: Summary }) {
  const { clock, waits } = useDesk();
  const why = waits.of(row);
  return (
    <li class="row row-waiting">
      <RowLink row={row}>
        <span class="row-body">
          <span class="row-line">
            <span class="row-name">
              <bdi>{nameOf(row.contact)}</bdi>
            </span>
            <span class="row-age">{row.waiting_since && age(clock.since(row.waiting_since))}</span>
          </span>
          <span class="row-line">
            <LastWords last={row.last} />
            <WindowBadge row={row} />
          </span>
          <span class="row-line muted row-second">
            <bdi>{row.service.name}</bdi>
            <PriorityBadge priority={row.contact.priority} />
            {why && <span class="row-why">{inWords(why)}</span>}
          </span>
          <RowTags row={row} />
        </span>
      </RowLink>
      <TakeButton row={row} />
    </li>
  );
}
