import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

const NEAR = 24; // px from the end that still count as the end

type Anchor = "end" | { key: string; top: number };

/** Keeps what is being read where it is: at the end, or the first line on screen at its pixel. */
export function useScroll(box: RefObject<HTMLDivElement | null>) {
  const anchor = useRef<Anchor>("end");
  const [atEnd, setAtEnd] = useState(true);

  const restore = () => {
    const scroller = box.current;
    if (!scroller) return;
    if (anchor.current === "end") scroller.scrollTop = scroller.scrollHeight;
    else {
      const line = scroller.querySelector(`[data-key="${CSS.escape(anchor.current.key)}"]`);
      if (line) scroller.scrollTop += topOf(line, scroller) - anchor.current.top;
    }
  };
  const onScroll = () => {
    const scroller = box.current;
    // What was scrolled just before it left the screen hears of it afterwards.
    if (!scroller) return;
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    anchor.current = left < NEAR ? "end" : firstOnScreen(scroller);
    setAtEnd(left < NEAR);
  };
  const toEnd = () => {
    anchor.current = "end";
    setAtEnd(true);
    restore();
  };

  useLayoutEffect(restore);
  useEffect(() => {
    const watch = new ResizeObserver(restore);
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);
  return { atEnd, onScroll, toEnd };
}

function firstOnScreen(scroller: HTMLElement): Anchor {
  for (const line of scroller.querySelectorAll<HTMLElement>("[data-key]")) {
    const top = topOf(line, scroller);
    if (top + line.offsetHeight > 0) return { key: line.dataset.key!, top };
  }
  return "end";
}

function topOf(line: Element, scroller: Element): number {
  return line.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}
