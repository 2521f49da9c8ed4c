import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { sends } from "../keys";
import { useDesk } from "./hooks";

/** Keeps a field level with its draft, and as high as its text. */
export function useField(field: RefObject<HTMLTextAreaElement | null>, place: string): void {
  const { drafts } = useDesk();
  const { body } = drafts.get(place);
  useLayoutEffect(() => {
    // What was typed in another tab or came back. Read anew: letters typed since this was drawn
    // stand in the draft already, and would be lost to `body`.
    const draft = drafts.get(place).body;
    if (field.current!.value !== draft) field.current!.value = draft;
    fit(field.current!);
  }, [body]);
}

/** Whether the key was the Enter that sends; none does on a touch screen. */
export function entered(event: KeyboardEvent, enterSends: boolean): boolean {
  if (!sends(event, enterSends) || isTouch()) return false;
  event.preventDefault();
  return !event.repeat;
}

/** As high as its text; the style sheet sets the limit. */
function fit(field: HTMLTextAreaElement): void {
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

function isTouch(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}
