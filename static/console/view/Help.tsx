import { useEffect, useRef } from "preact/hooks";
import { gettext } from "../words";
import { KeyTable } from "./KeyTable";

/** All keys, over the page; the browser itself gives the focus back to where it was. */
export function Help({ open, close }: { open: boolean; close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">{gettext("Keys")}</h2>
      {open && <KeyTable />}
      <p class="muted">
        {gettext("Single letters work outside text fields. On a Mac, ⌘ stands for Ctrl.")}
      </p>
      <form method="dialog" class="actions">
        <button class="button button-primary">{gettext("Done")}</button>
      </form>
    </dialog>
  );
}
