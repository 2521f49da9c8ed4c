import type { Summary } from "../protocol";
import { gettext } from "../words";
import { Foot } from "./Foot";
import { NoteFoot } from "./NoteFoot";
import { useDesk, useModels } from "./hooks";

/** Under the thread: an answer to the customer, or a note to colleagues. */
export function Writing({ row }: { row: Summary }) {
  const { opening } = useDesk();
  useModels(opening);
  const { noting } = opening;
  return (
    <div class="writing">
      <div class="writing-tabs tabs" role="group" aria-label={gettext("What you write")}>
        <button
          type="button"
          class="tab"
          aria-current={noting ? undefined : "true"}
          onClick={() => opening.write(false)}
        >
          {gettext("Reply")}
        </button>
        <button
          type="button"
          class="tab"
          aria-current={noting ? "true" : undefined}
          onClick={() => opening.write(true)}
        >
          {gettext("Note")}
        </button>
      </div>
      {noting ? <NoteFoot key={`note ${row.key}`} row={row} /> : <Foot key={`foot ${row.key}`} row={row} />}
    </div>
  );
}
