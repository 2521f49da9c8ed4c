import { useEffect, useRef } from "preact/hooks";
import { nameOf } from "../desk/names";
import type { Summary } from "../protocol";
import { gettext } from "../words";

interface Props {
  row: Summary | null;
  close(): void;
  stay(): void;
}

/** Asked only where something typed has not been sent. */
export function ClosingQuestion({ row, close, stay }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (row) dialog.current?.showModal();
    else dialog.current?.close();
  }, [row]);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="closing-title" onClose={stay}>
      <h2 id="closing-title">{gettext("There is a text you have not sent")}</h2>
      {row && (
        <p>
          {gettext(
            "It stays on this device, but %(name)s does not get it once the conversation is closed.",
            { name: nameOf(row.contact) },
          )}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={stay}>
          {gettext("Go back to the text")}
        </button>
        <button type="button" class="button" onClick={close}>
          {gettext("Close without sending")}
        </button>
      </div>
    </dialog>
  );
}
