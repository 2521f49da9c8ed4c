import { desktopOf } from "../senses/desktop";
import { gettext } from "../words";
import { useDesk, useModels } from "./hooks";

/** Whether this device shows notices of the system's own; a browser without them shows nothing. */
export function NoticeChoice() {
  const desktop = desktopOf(useDesk());
  useModels(desktop);
  if (!desktop.possible) return null;
  return (
    <div class="menu-part">
      <button
        type="button"
        class="menu-item"
        aria-pressed={desktop.on}
        onClick={() => void desktop.turn()}
      >
        <span class="menu-words">
          {gettext("Notices on this device")}
          <small>{gettext("Of offers and new messages, while you look elsewhere.")}</small>
        </span>
        <span class="badge" aria-hidden="true">
          {desktop.on ? gettext("on") : gettext("off")}
        </span>
      </button>
      {desktop.refused && (
        <p class="menu-note" role="alert">
          {gettext(
            "The browser blocks notices from this page. Allow them by the icon beside the page's address, then press here again.",
          )}
        </p>
      )}
    </div>
  );
}
