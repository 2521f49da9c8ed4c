import type { ComponentChildren } from "preact";
import { nameOf } from "../desk/names";
import { dateAndHour, digits, moment } from "../format";
import type { Summary } from "../protocol";
import { gettext, inWords } from "../words";
import { Avatar } from "./Avatar";
import { PanelContact } from "./PanelContact";
import { SetPriority } from "./SetPriority";
import { TagBox } from "./TagBox";
import { WhyAgent } from "./WhyAgent";
import { useDesk, useModels } from "./hooks";

/** What is known about a conversation and its contact. */
export function PanelFacts({ row }: { row: Summary }) {
  const desk = useDesk();
  useModels(desk.waits);
  const why = desk.waits.of(row) ?? row.why;
  return (
    <>
      <div class="panel-who">
        <Avatar contact={row.contact} />
        <h2>
          <bdi>{nameOf(row.contact)}</bdi>
        </h2>
        {row.contact.name && row.contact.address && (
          <bdi dir="ltr" class="muted">
            {row.contact.address}
          </bdi>
        )}
      </div>
      <TagBox row={row} />
      <dl class="facts">
        <Fact name={gettext("Service")}>
          <bdi>{row.service.name}</bdi>
        </Fact>
        <Fact name={gettext("Conversation")}>
          {digits(row.number)}
        </Fact>
        <Fact name={gettext("Opened on")}>
          <Moment at={row.opened_at} />
        </Fact>
        {row.agent && (
          <Fact name={gettext("Agent")}>
            <bdi>{row.agent.name}</bdi>
          </Fact>
        )}
        {row.accepted_at && (
          <Fact name={row.via === "handed_over" ? gettext("Handed over on") : gettext("Accepted on")}>
            <Moment at={row.accepted_at} />
          </Fact>
        )}
        {row.closed_at && (
          <Fact name={gettext("Closed on")}>
            <Moment at={row.closed_at} />
          </Fact>
        )}
        {row.parked_until && (
          <Fact name={gettext("Parked until")}>
            <Moment at={row.parked_until} />
          </Fact>
        )}
        {row.outcome && (
          <Fact name={gettext("Outcome")}>
            <bdi>{row.outcome.name}</bdi>
          </Fact>
        )}
        {row.rating && (
          <Fact name={gettext("Rating")}>
            {gettext("%(rating)s of 5", { rating: row.rating })}
          </Fact>
        )}
        {why && <Fact name={titleOfWhy(row)}>{inWords(why)}</Fact>}
      </dl>
      <PanelContact row={row} />
      {desk.profile.me.role !== "agent" && (
        <>
          <SetPriority row={row} />
          <WhyAgent row={row} />
        </>
      )}
    </>
  );
}

function titleOfWhy(row: Summary): string {
  return row.state === "waiting" ? gettext("Why it waits") : gettext("Why this agent?");
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={moment(at)}>
      {dateAndHour(at)}
    </time>
  );
}
