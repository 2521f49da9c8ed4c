import type { Desk } from "../desk/desk";
import { nameOf } from "../desk/names";
import { number } from "../format";
import { worst } from "../model/failures";
import { noteIn } from "../model/places";
import { waitedFor } from "../model/rules";
import type { Summary } from "../protocol";
import { gettext, ngettext } from "../words";
import { age, calmAge } from "./ages";
import { Avatar } from "./Avatar";
import { Icon } from "./Icon";
import { LastWords } from "./LastWords";
import { RowLink } from "./RowLink";
import { RowTags } from "./RowTags";
import { WindowBadge } from "./WindowBadge";
import { useDesk } from "./hooks";

/** A conversation in hand, a colleague's, or a closed one. */
export function Row({ row }: { row: Summary }) {
  const desk = useDesk();
  const unread = desk.conversations.isMine(row) ? row.unread : 0;
  return (
    <li class="row" data-unread={unread > 0}>
      <RowLink row={row}>
        <Avatar contact={row.contact} />
        <span class="row-body">
          <span class="row-line">
            <span class="row-name">
              <bdi>{nameOf(row.contact)}</bdi>
            </span>
            <Age row={row} desk={desk} />
          </span>
          <span class="row-line">
            <LastWords last={row.last} />
            <Marks row={row} desk={desk} />
            {unread > 0 && (
              <span class="badge badge-count figures">
                {number(unread)}
                <span class="unseen">
                  {ngettext("new message", "new messages", unread)}
                </span>
              </span>
            )}
          </span>
          <Second row={row} desk={desk} />
          <RowTags row={row} />
        </span>
      </RowLink>
    </li>
  );
}

function Age({ row, desk }: { row: Summary; desk: Desk }) {
  const { clock } = desk;
  if (row.parked_until) {
    const left = Math.max(0, clock.until(row.parked_until));
    return <span class="row-age">{gettext("back in %(age)s", { age: age(left) })}</span>;
  }
  if (row.unanswered_since && row.state !== "closed" && row.state !== "parked") {
    const waited = age(clock.since(row.unanswered_since));
    if (!desk.conversations.isMine(row)) return <span class="row-age row-needs">{waited}</span>;
    return (
      <span class="row-age row-needs">{gettext("needs you · %(age)s", { age: waited })}</span>
    );
  }
  const at = row.closed_at ?? row.last?.at ?? row.opened_at;
  return <span class="row-age">{calmAge(clock.since(at))}</span>;
}

function Marks({ row, desk }: { row: Summary; desk: Desk }) {
  const limit = desk.rules.forgottenAfter(row.service.key);
  const forgotten = waitedFor(row, limit, desk.clock.now());
  const drafted = desk.drafts.has(row.key) || desk.drafts.has(noteIn(row.key));
  return (
    <>
      <WindowBadge row={row} />
      {forgotten && (
        <span class="badge badge-bad">
          <Icon name="timer" />
          {gettext("forgotten")}
        </span>
      )}
      <FailureBadge worst={worst(row)} />
      {drafted && desk.opening.current !== row.key && (
        <span class="badge">
          <Icon name="pencil" />
          {gettext("draft")}
        </span>
      )}
    </>
  );
}

function FailureBadge({ worst }: { worst: "failed" | "unknown" | null }) {
  if (worst === "failed") return <span class="badge badge-bad">✕ {gettext("not delivered")}</span>;
  if (worst === "unknown") return <span class="badge badge-warn">? {gettext("unknown")}</span>;
  return null;
}

/** Who has it, where that is not me; the service, where there are several. */
function Second({ row, desk }: { row: Summary; desk: Desk }) {
  const others = row.agent && !desk.conversations.isMine(row);
  if (!others) return null;
  return (
    <span class="row-line muted row-second">
      <bdi>{row.service.name}</bdi> · <bdi>{row.agent!.name}</bdi>
    </span>
  );
}
