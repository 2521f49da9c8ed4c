import { useState } from "preact/hooks";
import { nameOf } from "../desk/names";
import { plainName } from "../format";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { useDesk } from "./hooks";

const HOUR = 3_600_000; // ms

interface Props {
  row: Summary;
  done(): void;
}

/** Puts a conversation aside: until its customer writes, or a time comes. */
export function Park({ row, done }: Props) {
  const desk = useDesk();
  const whose = desk.conversations.isMine(row) ? null : row.agent?.name;
  const [chosen, setChosen] = useState("");
  const park = async (until: number | null) => {
    const payload = { conversation: row.key, ...(until && { until: new Date(until).toISOString() }) };
    const parked = await desk.acting.row("park", payload);
    if (!parked) return;
    desk.acting.done(gettext("Parked: %(name)s", { name: nameOf(row.contact) }), "undo_parking", parked);
    done();
    desk.openNeedingMe();
  };
  const now = desk.clock.now();
  const choices: [name: string, until: number | null][] = [
    [gettext("until the customer writes"), null],
    [gettext("for 1 hour"), now + HOUR],
    [gettext("for 4 hours"), now + 4 * HOUR],
    [gettext("until tomorrow, 9:00"), tomorrowAt(9, now)],
  ];
  return (
    <>
      <p class="question muted">
        {whose
          ? gettext("It takes no seat meanwhile. It comes back to %(name)s, or to the head of the queue.", {
              name: plainName(whose),
            })
          : gettext("Your seat is free meanwhile. It comes back to you, or to the head of the queue.")}
      </p>
      <ul class="menu">
        {choices.map(([name, until]) => (
          <li key={name}>
            <button type="button" class="menu-item" onClick={() => void park(until)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
      <form
        class="question"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen) void park(Date.parse(chosen));
        }}
      >
        <label>
          {gettext("Until")}
          <input
            class="input"
            type="datetime-local"
            required
            value={chosen}
            onInput={(event) => setChosen(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button">
          {gettext("Park until then")}
        </button>
      </form>
    </>
  );
}

function tomorrowAt(hour: number, now: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + 1);
  return day.setHours(hour, 0, 0, 0);
}
