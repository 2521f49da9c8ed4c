import { useEffect, useState } from "preact/hooks";
import { LAST_SECONDS } from "../desk/offers";
import { nameOf } from "../desk/names";
import { countdown, number, stopwatch } from "../format";
import type { Summary } from "../protocol";
import { gettext, inWords } from "../words";
import { Disclosure } from "./Disclosure";
import { useDesk, useTick } from "./hooks";

/** One offer, counting down to the server's deadline. It never takes focus or keys. */
export function OfferCard({ row, more }: { row: Summary; more: number }) {
  const desk = useDesk();
  const [why, setWhy] = useState(false);
  const [answered, setAnswered] = useState(false);
  useTick();
  const left = desk.offers.left(row);
  const last = left <= LAST_SECONDS;
  useEffect(() => desk.offers.warn(row), [last]);

  const answer = async (act: Promise<void>) => {
    setAnswered(true);
    await act;
    setAnswered(false);
  };
  const decline = () => {
    desk.offers.declining(row);
    return desk.acting.decline(row);
  };
  return (
    <article class="offer" data-last={last}>
      <header>
        <strong>{gettext("Offer")}</strong>
        <bdi class="offer-service">{row.service.name}</bdi>
        {more > 0 && <span class="badge">+{number(more)}</span>}
        <span class="offer-left figures" aria-hidden="true">
          <bdi dir="ltr">{countdown(left)}</bdi>
        </span>
      </header>
      <p class="offer-who">
        <bdi>{nameOf(row.contact)}</bdi>
        {row.via !== "handed_over" && row.waiting_since && (
          <span class="muted">
            {gettext("waited %(time)s", { time: stopwatch(desk.clock.since(row.waiting_since)) })}
          </span>
        )}
      </p>
      {row.via === "handed_over" && row.why && <p class="muted">{inWords(row.why)}</p>}
      <TimeLeft row={row} left={left} />
      <div class="actions">
        <button
          type="button"
          class="button button-primary"
          disabled={answered}
          onClick={() => void answer(desk.acting.accept(row))}
        >
          {gettext("Accept")}
          <kbd aria-hidden="true" dir="ltr">Alt ↵</kbd>
        </button>
        <button
          type="button"
          class="button"
          disabled={answered}
          onClick={() => void answer(decline())}
        >
          {gettext("Decline")}
        </button>
        {row.why && row.via !== "handed_over" && (
          <Disclosure
            class="button button-quiet"
            label={gettext("Why?")}
            open={why}
            setOpen={setWhy}
            from="end"
          >
            <p class="question">{inWords(row.why)}</p>
          </Disclosure>
        )}
      </div>
    </article>
  );
}

function TimeLeft({ row, left }: { row: Summary; left: number }) {
  const { offered_at, ends_at } = row.offer!;
  const whole = Date.parse(ends_at) - Date.parse(offered_at);
  return <progress class="offer-bar" max={whole} value={Math.max(0, left)} aria-hidden="true" />;
}
