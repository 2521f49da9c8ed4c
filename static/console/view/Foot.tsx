import { useEffect } from "preact/hooks";
import { firstNameOf } from "../desk/names";
import { windowOf } from "../model/window";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { Composer } from "./Composer";
import { KeptDraft } from "./KeptDraft";
import { ParkedFoot } from "./ParkedFoot";
import { TakeButton } from "./TakeButton";
import { TemplateButton } from "./template/TemplateButton";
import { WindowStrip } from "./WindowStrip";
import { useDesk, useModels, useTick } from "./hooks";

/** Under the thread: the place to answer, or why there is none just now. */
export function Foot({ row }: { row: Summary }) {
  const desk = useDesk();
  useModels(desk.profile);
  useTick();
  const left = row.window_ends_at ? desk.clock.until(row.window_ends_at) : 0;
  const mine = row.state === "active" && desk.conversations.isMine(row);
  const shut = windowOf(left) === "shut";
  useFocusAfterComposer(mine && !shut);

  if (!mine) return <NotMine row={row} />;
  if (shut) return <Shut row={row} />;
  return (
    <footer class="foot">
      <WindowStrip left={left} />
      <Composer row={row} />
    </footer>
  );
}

/** A composer that goes away under the focus leaves it to the thread, not to nowhere. */
function useFocusAfterComposer(canWrite: boolean): void {
  useEffect(() => {
    if (canWrite || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(".thread-scroll")?.focus();
  }, [canWrite]);
}

function Shut({ row }: { row: Summary }) {
  const values = { name: firstNameOf(row.contact) };
  return (
    <footer class="foot foot-shut">
      <p>
        {row.window_ends_at
          ? gettext(
              "24 hours have passed since %(name)s's last message. WhatsApp now lets only an approved template through; an answer from %(name)s opens the conversation again.",
              values,
            )
          : gettext(
              "%(name)s has not written yet. Until then WhatsApp lets only an approved template through.",
              values,
            )}
      </p>
      <TemplateButton primary />
      <KeptDraft row={row} />
    </footer>
  );
}

function NotMine({ row }: { row: Summary }) {
  const desk = useDesk();
  const offeredToMe = row.state === "offered" && desk.conversations.isMine(row);
  return (
    <footer class="foot foot-shut">
      {row.state === "parked" ? <ParkedFoot row={row} /> : <p>{reasonOf(row, offeredToMe)}</p>}
      {row.state === "waiting" && <TakeButton row={row} primary />}
      {offeredToMe && (
        <button
          type="button"
          class="button button-primary"
          onClick={() => void desk.acting.accept(row)}
        >
          {gettext("Accept")}
        </button>
      )}
      {row.state === "closed" && <TemplateButton />}
      <KeptDraft row={row} />
    </footer>
  );
}

function reasonOf(row: Summary, offeredToMe: boolean): string {
  if (row.state === "closed") {
    return gettext("This conversation is closed. When the contact writes again, a new one opens.");
  }
  if (row.state === "waiting") return gettext("Nobody has this conversation yet.");
  if (offeredToMe) return gettext("This conversation is offered to you.");
  const name = row.agent?.name ?? "";
  return row.state === "offered"
    ? gettext("This conversation is offered to %(name)s.", { name })
    : gettext("%(name)s has this conversation.", { name });
}
