import type { ComponentChildren } from "preact";
import { addressOf } from "../desk/opening";
import type { Summary } from "../protocol";
import { useDesk } from "./hooks";

/** A row is a link by id: it opens in a new tab as any link does. */
export function RowLink({ row, children }: { row: Summary; children: ComponentChildren }) {
  const { opening } = useDesk();
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    // A press of the mouse wants to write; with the keyboard R does, and J and K go on.
    opening.open(row.key, event.detail > 0 && matchMedia("(pointer: fine)").matches);
  };
  return (
    <a
      class="row-link"
      href={addressOf(row.key)}
      aria-current={opening.current === row.key ? "true" : undefined}
      onClick={open}
    >
      {children}
    </a>
  );
}
