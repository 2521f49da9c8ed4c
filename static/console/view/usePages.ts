import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Desk } from "../desk/desk";
import { around, newer, older, oldest } from "../model/drawn";
import type { Thread } from "../model/thread";

/** Walks through a long thread page by page; `end` is the last message drawn, null: the newest. */
export function usePages(desk: Desk, thread: Thread) {
  const [end, setEnd] = useState<number | null>(null);
  const [loading, setLoading] = useState(false);

  const showEarlier = async (above: number) => {
    if (loading) return;
    if (above > 0) return setEnd(older(thread.messages, end));
    setLoading(true);
    await desk.opening.earlier();
    setEnd(oldest(thread.messages));
    setLoading(false);
  };
  return {
    end,
    showEarlier,
    showNewer: () => setEnd(newer(thread.messages, end)),
    showAround: (number: number) => setEnd(around(thread.messages, number)),
    showLatest: () => setEnd(null),
  };
}

/** Presses the button when it comes into view. */
export function usePressInView(
  button: RefObject<HTMLButtonElement | null>,
  box: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    if (!button.current) return;
    const press = ([entry]: IntersectionObserverEntry[]) => {
      // Only while somebody scrolls up: a thread shorter than the screen stays as it is.
      if (entry?.isIntersecting && box.current!.scrollHeight > box.current!.clientHeight) {
        (entry.target as HTMLButtonElement).click();
      }
    };
    const watch = new IntersectionObserver(press, { root: box.current, rootMargin: "200px 0px" });
    watch.observe(button.current);
    return () => watch.disconnect();
  });
}
