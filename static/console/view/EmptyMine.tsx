import { gettext } from "../words";
import { useDesk, useModels } from "./hooks";

export function EmptyMine() {
  const desk = useDesk();
  useModels(desk.profile);
  return (
    <div class="empty">
      <p>{gettext("All answered. New conversations appear here.")}</p>
      {desk.profile.me.presence !== "available" && (
        <button
          type="button"
          class="button"
          onClick={() => void desk.acting.setPresence("available")}
        >
          {gettext("Become available")}
        </button>
      )}
    </div>
  );
}
