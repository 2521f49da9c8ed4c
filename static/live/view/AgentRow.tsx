import { useState } from "preact/hooks";
import { number, plainName } from "../../console/format";
import type { Presence } from "../../console/protocol";
import { age } from "../../console/view/ages";
import { Disclosure } from "../../console/view/Disclosure";
import { Seats } from "../../console/view/Seats";
import { gettext, ngettext } from "../../console/words";
import type { Agent } from "../protocol";
import { Age } from "./Age";
import { HeldRow } from "./HeldRow";
import { useLook } from "./hooks";

const MOST_DRAWN = 12; // pips; beyond it the digits say it
const LIMITS = { least: 1, most: 50 };

export function AgentRow({ agent }: { agent: Agent }) {
  const [open, setOpen] = useState(false);
  const { taken, offered, limit } = agent;
  const free = Math.max(0, limit - taken);
  const seats = { taken: taken - offered, offered, free, drawn: Math.max(limit, taken) <= MOST_DRAWN };
  return (
    <>
      <div class="live-agent">
        <bdi class="live-name">{plainName(agent.name)}</bdi>
        <State agent={agent} />
        <Seats seats={seats} limit={limit} />
        <span>
          <span class="muted">{gettext("Oldest unanswered")}</span>{" "}
          <Age since={agent.unanswered_since} />
        </span>
        <Limit agent={agent} />
        <button
          type="button"
          class="button button-quiet"
          aria-expanded={open}
          disabled={!agent.conversations.length}
          onClick={() => setOpen(!open)}
        >
          {ngettext("%(n)s conversation", "%(n)s conversations", agent.conversations.length)}
        </button>
      </div>
      {taken > limit && (
        <p class="muted">
          {gettext("%(name)s has %(taken)s and keeps them; nothing new until under %(limit)s.", {
            name: agent.name,
            taken,
            limit,
          })}
        </p>
      )}
      {open && (
        <ul class="live-rows live-held">
          {agent.conversations.map((held) => (
            <HeldRow key={held.key} held={held} agent={agent} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Presence is the person's own choice: from here they can be set away or offline, never back. */
function State({ agent }: { agent: Agent }) {
  const look = useLook();
  const [open, setOpen] = useState(false);
  const set = (presence: Presence, keep: boolean) => {
    setOpen(false);
    void look.act("set_presence", { user: agent.key, presence, keep });
  };
  const label = (
    <>
      <span class={`presence-dot presence-${agent.presence}`} aria-hidden="true" />
      {named(agent.presence)}
      {agent.since && (
        <span class="muted figures">{age(look.now() - Date.parse(agent.since))}</span>
      )}
      {!agent.reached && <span class="badge badge-warn">{gettext("console not open")}</span>}
    </>
  );
  return (
    <Disclosure label={label} open={open} setOpen={setOpen} class="button button-quiet">
      <ul class="menu">
        <Choice off={agent.presence === "away"} choose={() => set("away", true)}>
          {gettext("Set away")}
        </Choice>
        <Choice off={agent.presence === "offline"} choose={() => set("offline", true)}>
          {gettext("Set offline; conversations stay")}
        </Choice>
        <Choice off={false} choose={() => set("offline", false)}>
          {gettext("Set offline; conversations go back to the queue")}
        </Choice>
      </ul>
    </Disclosure>
  );
}

function Choice({ off, choose, children }: { off: boolean; choose(): void; children: string }) {
  return (
    <li>
      <button type="button" class="menu-item" disabled={off} onClick={choose}>
        {children}
      </button>
    </li>
  );
}

function named(presence: Presence): string {
  if (presence === "available") return gettext("available");
  return presence === "away" ? gettext("away") : gettext("offline");
}

function Limit({ agent }: { agent: Agent }) {
  const look = useLook();
  const to = (limit: number) => void look.act("set_limit", { user: agent.key, limit });
  const name = { name: agent.name };
  return (
    <span class="live-limit" role="group" aria-label={gettext("Max interactions")}>
      <button
        type="button"
        class="button"
        disabled={agent.limit <= LIMITS.least}
        onClick={() => to(agent.limit - 1)}
        aria-label={gettext("One less for %(name)s", name)}
      >
        −
      </button>
      <span class="figures">{number(agent.limit)}</span>
      <button
        type="button"
        class="button"
        disabled={agent.limit >= LIMITS.most}
        onClick={() => to(agent.limit + 1)}
        aria-label={gettext("One more for %(name)s", name)}
      >
        +
      </button>
    </span>
  );
}
