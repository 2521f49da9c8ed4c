import { age } from "../../console/view/ages";
import { gettext } from "../../console/words";
import { lateness } from "../figures";
import { useLook } from "./hooks";

/** How long ago: amber past the target, red and with a word past twice the target. */
export function Age({ since, calm = false }: { since: string | null; calm?: boolean }) {
  const look = useLook();
  if (since === null) return <span class="muted">–</span>;
  const gone = look.now() - Date.parse(since);
  const how = calm ? "" : lateness(gone, look.board!.target);
  return (
    <span class={`figures age ${how && `age-${how}`}`}>
      {age(gone)}
      {how === "late" && <span class="badge badge-bad">{gettext("late")}</span>}
    </span>
  );
}
