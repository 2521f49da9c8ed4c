import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface Props {
  label: ComponentChildren;
  open: boolean;
  setOpen(open: boolean): void;
  children: ComponentChildren;
  class?: string;
  /** Side of the button at which the panel begins; it opens upwards from `above`. */
  from?: "start" | "end" | "above";
  disabled?: boolean;
}

/** A button and what it shows: a menu of plain buttons, closed by Escape or by a press elsewhere. */
export function Disclosure({ label, open, setOpen, children, from = "start", ...more }: Props) {
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useId();

  useEffect(() => {
    if (!open) return;
    // Opened by a key from elsewhere: Escape and Tab are to be the menu's.
    if (!whole.current?.contains(document.activeElement)) button.current?.focus();
    const elsewhere = (event: PointerEvent) => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", elsewhere);
    return () => document.removeEventListener("pointerdown", elsewhere);
  }, [open]);

  const escape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };

  return (
    <div class="disclosure" ref={whole} onKeyDown={escape}>
      <button
        ref={button}
        type="button"
        class={more.class ?? "button"}
        aria-expanded={open}
        aria-controls={panel}
        disabled={more.disabled}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      <div class={`disclosure-panel disclosure-from-${from}`} id={panel} hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}
