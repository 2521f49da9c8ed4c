import { firstNameOf } from "../desk/names";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { KeptDraft } from "./KeptDraft";
import { ParkedFoot } from "./ParkedFoot";
import { TakeButton } from "./TakeButton";
import { TemplateButton } from "./template/TemplateButton";
import { useDesk } from "./hooks";

/** Why there is no place to answer just now, and the way to one; `shut`: the 24 hours are over. */
export function NoAnswer({ row, shut }: { row: Summary; shut: boolean }) {
  return shut ? <Shut row={row} /> : <NotMine row={row} />;
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
