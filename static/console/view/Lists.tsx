import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Desk } from "../desk/desk";
import { number } from "../format";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { ClosingSoon } from "./ClosingSoon";
import { EmptyMine } from "./EmptyMine";
import { ClosedList, ListEnd, Watch, WrapBar } from "./parts";
import { Row } from "./Row";
import { TagFilter } from "./TagFilter";
import { WaitingRow } from "./WaitingRow";
import { useDesk, useModels, useTick } from "./hooks";

export type ListName = "mine" | "waiting" | "parked" | "others" | "closed" | "closing";

interface Props {
  shown: ListName;
  show(list: ListName): void;
}

/** The conversations, list by list: links by id, in orders that do not jump. */
export function Lists({ shown, show }: Props) {
  const desk = useDesk();
  useModels(desk.conversations, desk.profile, desk.queue);
  const waiting = desk.conversations.waiting();
  const [tag, setTag] = useState<string | null>(null);
  const mayWatch = desk.profile.me.role !== "agent";
  return (
    <section class="lists" id="list" aria-label={gettext("Conversations")} tabIndex={-1}>
      <div class="tabs">
        <Tab name="mine" count={desk.conversations.mine().length} {...{ shown, show }}>
          {gettext("Mine")}
        </Tab>
        <Tab name="waiting" count={desk.queue.of(waiting).length} {...{ shown, show }}>
          {gettext("Waiting")}
        </Tab>
        <Tab name="parked" count={desk.conversations.parked().length} {...{ shown, show }}>
          {gettext("Parked")}
        </Tab>
        {mayWatch && (
          <Tab name="others" count={desk.conversations.others().length} {...{ shown, show }}>
            {gettext("Colleagues")}
          </Tab>
        )}
        <Tab name="closed" {...{ shown, show }}>
          {gettext("Closed")}
        </Tab>
      </div>
      {mayWatch && <Watch show={() => show("others")} />}
      <WrapBar />
      <ClosingSoon shown={shown} show={show} />
      <TagFilter
        chosen={tag}
        choose={setTag}
      />
      {desk.ready ? <Rows shown={shown} desk={desk} tag={tag} /> : <Outline />}
    </section>
  );
}

interface TabProps extends Props {
  name: ListName;
  count?: number;
  children: ComponentChildren;
}

function Tab({ name, count, shown, show, children }: TabProps) {
  return (
    <button
      type="button"
      class="tab"
      aria-current={name === shown ? "true" : undefined}
      onClick={() => show(name)}
    >
      {children}
      {count !== undefined && <span class="count figures">{number(count)}</span>}
    </button>
  );
}

function Rows({ shown, desk, tag }: { shown: ListName; desk: Desk; tag: string | null }) {
  useModels(desk.drafts, desk.opening, desk.waits);
  useTick(10);
  useFocusAfterRemoval(desk);
  const { conversations } = desk;
  const fits = ({ tags }: Summary) => !tag || tags.some(({ key }) => key === tag);
  if (shown === "closed") return <ClosedList tag={tag} />;
  const all = shown === "closing" ? desk.closingSoon() : conversations[shown]();
  const rows = all.filter(fits);
  if (!rows.length) {
    if (all.length) return <p class="empty">{gettext("Nothing here carries this tag.")}</p>;
    if (shown === "mine") return <EmptyMine />;
    // More wait than this page has rows: they are on their way.
    if (shown !== "waiting" || !desk.queue.of(all).length) return <p class="empty">{nothingIn(shown)}</p>;
  }
  return (
    <>
      <ul class="rows">
        {rows.map((row) =>
          row.state === "waiting" ? <WaitingRow key={row.key} row={row} /> : <Row key={row.key} row={row} />,
        )}
      </ul>
      <ListEnd list={shown} />
    </>
  );
}

function nothingIn(list: "waiting" | "parked" | "others" | "closing"): string {
  return {
    waiting: gettext("Nobody waits."),
    parked: gettext("Nothing is parked."),
    others: gettext("No colleague has a conversation."),
    closing: gettext("No window closes within two hours."),
  }[list];
}

function Outline() {
  return (
    <div class="outline" aria-hidden="true">
      {[0, 1, 2, 3].map((place) => (
        <i key={place} />
      ))}
    </div>
  );
}

/** A row that leaves under the focus passes it to the list, never to nowhere. */
function useFocusAfterRemoval(desk: Desk): void {
  useEffect(
    () =>
      desk.conversations.subscribe(() => {
        const held = document.activeElement?.closest(".rows");
        if (!held) return;
        const place = [...held.children].findIndex((row) => row.contains(document.activeElement));
        requestAnimationFrame(() => {
          if (document.activeElement !== document.body) return;
          const links = document.querySelectorAll<HTMLElement>(".rows .row-link");
          (links[Math.min(place, links.length - 1)] ?? document.getElementById("list"))?.focus();
        });
      }),
    [desk],
  );
}
