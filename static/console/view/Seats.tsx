import { number } from "../format";
import type { Seats as Count } from "../model/seats";
import { gettext } from "../words";

/** ● taken ◌ offered ○ free, and the digits that say the same. */
export function Seats({ seats, limit }: { seats: Count; limit: number }) {
  const { taken, offered, free } = seats;
  const pips = [
    ...Array<string>(taken).fill("taken"),
    ...Array<string>(offered).fill("offered"),
    ...Array<string>(free).fill("free"),
  ];
  const values = { taken: taken + offered, most: limit };
  return (
    <span class="seats">
      {seats.drawn && (
        <span class="pips" aria-hidden="true">
          {pips.map((pip, place) => (
            <i key={place} class={`pip pip-${pip}`} />
          ))}
        </span>
      )}
      <bdi dir="ltr" class="figures" aria-hidden="true">
        {number(taken + offered)}/{number(limit)}
      </bdi>
      <span class="unseen">{gettext("%(taken)s of %(most)s conversations", values)}</span>
    </span>
  );
}
