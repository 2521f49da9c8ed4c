import { useEffect, useState } from "preact/hooks";
import { type Command, Keys, type Place } from "../keys";

/** Each command's act; an act that answers false leaves the key to the browser. */
export type Acts = Record<Command, () => boolean | void>;

export function useKeys(acts: Acts, singleKeys: boolean): void {
  const [keys] = useState(() => new Keys());
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      if (event.defaultPrevented || target.closest("dialog[open]")) return;
      const command = keys.read(event, placeOf(target), singleKeys, performance.now());
      if (command === null) return;
      if (scrolls(event) && target.closest(".thread")) return;
      if (acts[command]() !== false) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
}

function scrolls({ key, altKey }: KeyboardEvent): boolean {
  return !altKey && (key === "ArrowDown" || key === "ArrowUp");
}

function placeOf(target: HTMLElement): Place {
  if (target.closest("select")) return "choice";
  return target.closest("input, textarea, [contenteditable]") ? "text" : "page";
}
