import type { ComponentChildren } from "preact";
import { number, percent } from "../../console/format";
import { gettext } from "../../console/words";
import { sums } from "../figures";
import type { Board } from "../protocol";
import { Age } from "./Age";

export function Tiles({ board }: { board: Board }) {
  const { waiting, oldest, seats, free, inTime } = sums(board);
  const lastHour = gettext("Of those who wrote in the last hour");
  return (
    <dl class="tiles">
      <Tile name={gettext("Waiting")}>{number(waiting)}</Tile>
      <Tile name={gettext("Oldest")}>
        <Age since={oldest} />
      </Tile>
      <Tile name={gettext("Open conversations")}>{number(board.open)}</Tile>
      <Tile name={gettext("Seats free")}>
        {gettext("%(free)s of %(seats)s", { free, seats })}
      </Tile>
      <Tile name={gettext("Answered in %(n)s s", { n: board.target })} more={lastHour}>
        {inTime === null ? "–" : percent(inTime)}
      </Tile>
    </dl>
  );
}

interface Props {
  name: string;
  more?: string;
  children: ComponentChildren;
}

function Tile({ name, more, children }: Props) {
  return (
    <div class="card tile">
      <dt>
        {name}
        {more && <small>{more}</small>}
      </dt>
      <dd class="figures">{children}</dd>
    </div>
  );
}
