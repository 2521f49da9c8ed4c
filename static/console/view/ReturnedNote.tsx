import { gettext } from "../words";
import { Icon } from "./Icon";

/** Why a text is back in the composer. */
export function ReturnedNote({ reason, forget }: { reason: string; forget(): void }) {
  return (
    <div class="returned" role="alert">
      <p>
        <strong>{gettext("Not sent.")}</strong> {reason}
      </p>
      <button type="button" class="button button-quiet button-small" onClick={forget}>
        <Icon name="close" />
        <span class="unseen">{gettext("Hide this reason")}</span>
      </button>
    </div>
  );
}
