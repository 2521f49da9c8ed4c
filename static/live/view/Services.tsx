import { number, plainName } from "../../console/format";
import { gettext } from "../../console/words";
import { byNeed } from "../figures";
import type { Board, Service } from "../protocol";
import { Age } from "./Age";
import { useArranged } from "./hooks";

function rating(found: Board["ratings"][string] | undefined): string {
  return found ? `${number(found.average)} (${number(found.count)})` : "–";
}

function hours({ is_open, until }: Service): string {
  if (is_open) return until ? gettext("open until %(moment)s", { moment: until }) : gettext("open");
  return until ? gettext("closed until %(moment)s", { moment: until }) : gettext("closed");
}

export function Services({ board }: { board: Board }) {
  const live = board.services.filter((one) => !one.unassigned || one.waiting || one.open);
  const { placed, holding } = useArranged(byNeed(live));
  const names = {
    waiting: gettext("Waiting"),
    oldest: gettext("Oldest"),
    open: gettext("In hand"),
    parked: gettext("Parked"),
    available: gettext("Agents available"),
    free: gettext("Seats free"),
    missed: gettext("Offers missed, last hour"),
    rating: gettext("Rating, last day"),
    hours: gettext("Hours"),
  };
  return (
    <section class="live-part">
      <h2 id="services">{gettext("Services")}</h2>
      <div class="table-wrap" role="region" aria-labelledby="services" tabIndex={0} {...holding}>
        <table class="table table-cards">
          <thead>
            <tr>
              <th scope="col">{gettext("Service")}</th>
              {Object.values(names).map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {placed.map(({ row, isGone }) => (
              <tr key={row.key} class={isGone ? "row-off" : ""}>
                <th scope="row">
                  <bdi>{plainName(row.name)}</bdi>
                </th>
                <td class="number" data-label={names.waiting}>
                  <span>{number(row.waiting)}</span>
                </td>
                <td class="number" data-label={names.oldest}>
                  <Age since={row.oldest} />
                </td>
                <td class="number" data-label={names.open}>
                  <span>{number(row.open)}</span>
                </td>
                <td class="number" data-label={names.parked}>
                  <span>{number(row.parked)}</span>
                </td>
                <td class="number" data-label={names.available}>
                  <span>{number(row.available)}</span>
                </td>
                <td class="number" data-label={names.free}>
                  <span>{number(row.free)}</span>
                </td>
                <td class="number" data-label={names.missed}>
                  <span>{number(board.missed[row.key] ?? 0)}</span>
                </td>
                <td class="number" data-label={names.rating}>
                  <span>{rating(board.ratings[row.key])}</span>
                </td>
                <td class="number" data-label={names.hours}>
                  <span>{hours(row)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
