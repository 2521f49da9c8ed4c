import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

interface Props {
  name: string;
  /** Told however it was closed. */
  close(): void;
  class?: string;
  children: ComponentChildren;
}

/** Over the page while it is drawn; the browser itself gives the focus back to where it was. */
export function Dialog({ name, close, class: more = "", children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Drawn once it stands: before, nothing inside could take the focus.
  const [shown, setShown] = useState(false);
  useLayoutEffect(() => {
    const here = dialog.current!;
    here.showModal();
    setShown(true);
    return () => here.close();
  }, []);
  return (
    <dialog class={`dialog ${more}`} ref={dialog} aria-label={name} onClose={close}>
      {shown && children}
    </dialog>
  );
}
