import { nameOf } from "../desk/names";
import { countdown } from "../format";
import { gettext } from "../words";
import { useDesk, useModels, useTick } from "./hooks";

/** Closed and not yet done with: how long the seat stays taken, and the way to end it. */
export function WrapBar() {
  const { conversations, clock, acting } = useDesk();
  useModels(conversations);
  useTick();
  const rows = conversations.wrapping().filter((row) => clock.until(row.wrap_ends_at!) > 0);
  if (!rows.length) return null;
  return (
    <ul class="wraps" aria-label={gettext("Wrap-up")}>
      {rows.map((row) => (
        <li key={row.key} class="wrap">
          <span>
            {gettext("Wrap-up: %(name)s", { name: nameOf(row.contact) })}{" "}
            <span class="figures" aria-hidden="true">
              {countdown(clock.until(row.wrap_ends_at!))}
            </span>
          </span>
          <button type="button" class="button button-small" onClick={() => void acting.finishWrapUp(row)}>
            {gettext("Finish now")}
            <span class="unseen"> {nameOf(row.contact)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
