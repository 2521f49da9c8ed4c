import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { drawn } from "../model/drawn";
import { noteIn } from "../model/places";
import type { Thread } from "../model/thread";
import { timeline } from "../model/timeline";
import type { Message, Summary } from "../protocol";
import { gettext } from "../words";
import { Line } from "./Line";
import { ToLatest } from "./ToLatest";
import { useDesk, useModels } from "./hooks";
import { usePages, usePressInView } from "./usePages";
import { useReading } from "./useReading";
import { useScroll } from "./useScroll";

/** The messages of one conversation. Not itself spoken: a region beside it says what is new. */
export function Messages({ conversation, row }: { conversation: string; row: Summary | undefined }) {
  const desk = useDesk();
  const thread = desk.threads.of(conversation);
  useModels(thread, desk.outbox);
  const readUntil = useReadUntil(row);
  const box = useRef<HTMLDivElement>(null);
  const earlier = useRef<HTMLButtonElement>(null);

  const unsent = [...desk.outbox.of(conversation), ...desk.outbox.of(noteIn(conversation))].filter(
    (one) => !thread.has(one.client_id),
  );
  const pages = usePages(desk, thread);
  const { shown, above, below } = drawn(thread.messages, pages.end);
  const { happenings, notes } = thread;
  const items = timeline({ messages: shown, unsent: below ? [] : unsent, happenings, notes, readUntil });

  const scroll = useScroll(box);
  const atEnd = scroll.atEnd && below === 0;
  const unseen = useUnseen(thread.messages, atEnd);
  const latest = () => {
    pages.showLatest();
    scroll.toEnd();
  };
  useEffect(() => {
    if (unsent.length) latest();
  }, [unsent.length]);
  useReading(row, thread.messages.at(-1)?.number ?? 0, atEnd);
  usePressInView(earlier, box);
  useSought(thread, shown, box, pages.showAround, scroll.onScroll);

  return (
    <div class="thread">
      <div
        class="thread-scroll"
        ref={box}
        onScroll={scroll.onScroll}
        tabIndex={0}
        role="region"
        aria-label={gettext("Messages")}
      >
        {(above > 0 || thread.more) && (
          <button
            ref={earlier}
            type="button"
            class="button button-quiet"
            onClick={() => void pages.showEarlier(above)}
          >
            {gettext("Earlier messages")}
          </button>
        )}
        {thread.loaded ? (
          <ol class="messages">
            {items.map((item) => (
              <Line key={item.key} item={item} row={row} conversation={conversation} />
            ))}
          </ol>
        ) : (
          <p class="late">{gettext("Still loading: the server is slow to answer.")}</p>
        )}
        {below > 0 && (
          <button type="button" class="button button-quiet" onClick={pages.showNewer}>
            {gettext("Newer messages")}
          </button>
        )}
      </div>
      {!atEnd && thread.loaded && <ToLatest unseen={unseen} go={latest} />}
    </div>
  );
}

const SHOWN = 3000; // ms for which what was led to stands out

/** Draws the message that is sought, and then stands there. */
function useSought(
  thread: Thread,
  shown: Message[],
  box: RefObject<HTMLElement | null>,
  draw: (number: number) => void,
  moved: () => void,
): void {
  useEffect(() => {
    const message = thread.messages.find(({ key }) => key === thread.sought);
    if (!message) return;
    if (!shown.includes(message)) return draw(message.number);
    const line = box.current!.querySelector(`[data-key="${CSS.escape(message.key)}"]`);
    line?.setAttribute("data-led", "");
    setTimeout(() => line?.removeAttribute("data-led"), SHOWN);
    line?.scrollIntoView({ block: "center" });
    // At once: the browser tells of it after the next drawing, which would go back to the end.
    moved();
    thread.seek(null);
  });
}

/** How far it was read when it came on screen: what is new then stays under its line. */
function useReadUntil(row: Summary | undefined): number | null {
  const first = useRef<number | null | undefined>(undefined);
  if (row && first.current === undefined) first.current = row.read_until;
  return first.current ?? null;
}

/** How many the contact has written since the end was last on screen. */
function useUnseen(messages: Message[], atEnd: boolean): number {
  const seen = useRef(0);
  if (atEnd) seen.current = messages.at(-1)?.number ?? 0;
  return messages.filter((one) => one.direction === "in" && one.number > seen.current).length;
}
