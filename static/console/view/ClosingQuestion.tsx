import { nameOf } from "../desk/names";
import type { Summary } from "../protocol";
import { gettext } from "../words";

interface Props {
  row: Summary;
  close(): void;
  stay(): void;
}

/** Asked only where something typed has not been sent. */
export function ClosingQuestion({ row, close, stay }: Props) {
  return (
    <>
      <p>
        {gettext(
          "It stays on this device, but %(name)s does not get it once the conversation is closed.",
          { name: nameOf(row.contact) },
        )}
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={stay}>
          {gettext("Go back to the text")}
        </button>
        <button type="button" class="button" onClick={close}>
          {gettext("Close without sending")}
        </button>
      </div>
    </>
  );
}
