import { useEffect } from "preact/hooks";
import { nameOf } from "../desk/names";
import type { Desk } from "../desk/desk";
import { countdown, list } from "../format";
import type { Return } from "../model/line";
import { gettext, ngettext } from "../words";
import { age } from "./ages";
import { Icon } from "./Icon";
import { useDesk, useModels, useTick } from "./hooks";

const GRACE = 30; // s, where the page says nothing else
const SHOWN = 6000; // ms of a return that asks for nothing

/** The line to the server, when it is worth a word: lost, turned away, back again. */
export function LineBar() {
  const desk = useDesk();
  useModels(desk.line);
  useTick();
  const { line } = desk;
  if (line.refused !== null) return <Refused reason={line.refused} desk={desk} />;
  if (line.lostFor !== null) return <Lost lost={line.lostFor} desk={desk} />;
  return line.returned ? <Returned back={line.returned} desk={desk} /> : null;
}

function Lost({ lost, desk }: { lost: number; desk: Desk }) {
  const kept = (desk.boot.grace_seconds ?? GRACE) * 1000 - lost;
  useEffect(() => {
    desk.spoken.urgently(gettext("Connection lost. What you write is kept."));
  }, []);
  return (
    <div class="line-bar" data-line="lost">
      <p aria-hidden="true">
        <strong>{gettext("Connection lost %(age)s ago.", { age: age(lost) })}</strong>{" "}
        {gettext("Trying again.")} {gettext("What you write is kept.")}{" "}
        {kept > 0
          ? gettext("Your conversations stay yours for %(time)s.", { time: countdown(kept) })
          : gettext("Your conversations may have gone back to the queue.")}
      </p>
      <button type="button" class="button button-small" onClick={() => desk.wire.tryNow()}>
        {gettext("Try now")}
      </button>
    </div>
  );
}

function Refused({ reason, desk }: { reason: string; desk: Desk }) {
  return (
    <div class="line-bar" data-line="lost" role="alert">
      <p>
        <strong>{gettext("The server does not let this page in.")}</strong>{" "}
        {gettext("What you write is kept.")}{" "}
        <bdi dir="ltr" class="code">
          ({reason})
        </bdi>
      </p>
      <button type="button" class="button button-small" onClick={() => desk.wire.tryNow()}>
        {gettext("Try now")}
      </button>
    </div>
  );
}

function Returned({ back, desk }: { back: Return; desk: Desk }) {
  const rows = back.lost.map((key) => desk.conversations.get(key));
  const takable = rows.filter((row) => row?.state === "waiting");
  useEffect(() => {
    if (back.lost.length) return;
    const timer = setTimeout(() => desk.line.forgetReturn(), SHOWN);
    return () => clearTimeout(timer);
  }, [back]);
  const takeBack = async () => {
    for (const row of takable) if (row) await desk.acting.take(row);
    desk.line.forgetReturn();
  };
  return (
    <div class="line-bar" data-line="back" role="status">
      <p>
        {back.lost.length ? wordsOfLoss(back, rows.flatMap((row) => (row ? [nameOf(row.contact)] : []))) : wordsOfReturn(back)}
      </p>
      {takable.length > 0 && (
        <button type="button" class="button button-small" onClick={() => void takeBack()}>
          {gettext("Take back")}
        </button>
      )}
      <button
        type="button"
        class="button button-quiet button-small"
        onClick={() => desk.line.forgetReturn()}
      >
        <Icon name="close" />
        <span class="unseen">{gettext("Hide")}</span>
      </button>
    </div>
  );
}

function wordsOfReturn({ messages }: Return): string {
  if (!messages) return gettext("Reconnected.");
  return ngettext(
    "Reconnected, %(n)s message caught up",
    "Reconnected, %(n)s messages caught up",
    messages,
  );
}

function wordsOfLoss({ away, lost }: Return, names: string[]): string {
  const values = { age: age(away), names: list(names) };
  if (names.length) {
    return gettext("You were away %(age)s: %(names)s went back to the queue.", values);
  }
  return ngettext(
    "You were away %(age)s: %(n)s conversation went back to the queue.",
    "You were away %(age)s: %(n)s conversations went back to the queue.",
    lost.length,
    values,
  );
}
