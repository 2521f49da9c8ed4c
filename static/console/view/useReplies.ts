import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { matching, soughtIn, unfilledIn } from "../model/canned";
import type { Canned, Summary } from "../protocol";
import { useDesk, useModels } from "./hooks";

export const LIST = "replies";
export const nameOfOption = (place: number) => `reply-${place}`;

export type Choosing = ReturnType<typeof useReplies>;

/** Choosing a canned reply: by "/" in an empty field, or by the button beside it. */
export function useReplies(row: Summary, field: RefObject<HTMLTextAreaElement | null>) {
  const { replies, drafts, profile } = useDesk();
  useModels(replies, drafts);
  /** The text at which the button was pressed, or Escape. */
  const [opened, setOpened] = useState<string | null>(null);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const { body } = drafts.get(row.key);
  const sought = soughtIn(body);
  const shown = opened === body || (sought !== null && dismissed !== body);
  const known = replies.of(row.key);
  const found = shown && known ? matching(known, sought ?? "") : [];

  useEffect(() => {
    if (shown) void replies.fetch(row.key);
  }, [shown, row.key]);
  useEffect(() => setPlace(0), [body]);

  const close = () => {
    setOpened(null);
    setDismissed(body);
  };
  const pick = (reply: Canned) => {
    const box = field.current!;
    const [from, to] = sought === null ? [box.selectionStart, box.selectionEnd] : [0, body.length];
    box.setRangeText(reply.body, from, to, "end");
    drafts.typed(row.key, box.value);
    setOpened(null);
    box.focus();
    selectUnfilled(box);
  };
  return {
    shown,
    found,
    place,
    loading: known === null,
    pick,
    toggle(): void {
      if (shown) close();
      else setOpened(body);
      field.current?.focus();
    },
    /** Whether the key was the list's. */
    took(event: KeyboardEvent): boolean {
      if (!shown || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) setPlace((place + step + found.length) % Math.max(found.length, 1));
      else if (event.key === "Escape") close();
      else if ((event.key === "Enter" && !(event.shiftKey && profile.me.enter_sends)) || (event.key === "Tab" && found.length)) {
        if (found[place]) pick(found[place]);
      } else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

/** Whatever is typed next takes the place of what could not be filled in. */
export function selectUnfilled(box: HTMLTextAreaElement): boolean {
  const missing = unfilledIn(box.value);
  if (missing === null) return false;
  const start = box.value.indexOf(missing);
  box.setSelectionRange(start, start + missing.length);
  return true;
}
