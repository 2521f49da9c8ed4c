import { useState } from "preact/hooks";
import { nameOf } from "../desk/names";
import { seatsOf } from "../model/seats";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { useDesk } from "./hooks";

/** Takes a waiting conversation, if profile and service let one; without a free seat it says so before anybody presses it. */
export function TakeButton({ row, primary = false }: { row: Summary; primary?: boolean }) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const { me } = desk.profile;
  if (!desk.mayTake(row)) return null;
  const full = seatsOf(me, 0).free === 0;
  const values = { taken: me.seats_taken, most: me.max_interactions };
  const reason = gettext(
    "You have %(taken)s of %(most)s conversations. Close one to take another.",
    values,
  );
  const take = async () => {
    setBusy(true);
    await desk.acting.take(row);
    setBusy(false);
  };
  return (
    <button
      type="button"
      class={primary ? "button button-primary" : "button button-small"}
      disabled={full || busy}
      title={full ? reason : undefined}
      onClick={() => void take()}
    >
      {gettext("Take")}
      <span class="unseen"> {nameOf(row.contact)}</span>
    </button>
  );
}
