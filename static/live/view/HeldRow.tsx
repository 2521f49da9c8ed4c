import { nameOf } from "../../console/desk/names";
import { useState } from "preact/hooks";
import { plainName } from "../../console/format";
import type { Assignment } from "../../console/assignment";
import { Assignments } from "../../console/view/Assignments";
import { gettext } from "../../console/words";
import type { Agent, Held } from "../protocol";
import { Age } from "./Age";
import { Assign } from "./Assign";
import { useAddress, useLook } from "./hooks";

/** One that an agent has: read along, give to somebody else, send back to the queue. */
export function HeldRow({ held, agent }: { held: Held; agent: Agent }) {
  const look = useLook();
  const name = nameOf(held.contact);
  const [told, setTold] = useState<Assignment[] | null>(null);
  const ask = (event: Event) => {
    const { open } = event.currentTarget as HTMLDetailsElement;
    if (open) void look.why(held.key).then(setTold);
  };
  const sendBack = () => void look.act("send_back", { conversation: held.key, shown: agent.key });
  return (
    <li>
      <span class="live-who">
        <bdi>{name}</bdi>
        <bdi class="muted">{plainName(held.service.name)}</bdi>
      </span>
      {held.state === "offered" ? (
        <span class="badge badge-info">{gettext("offered")}</span>
      ) : (
        <Age since={held.unanswered_since} />
      )}
      <span class="live-acts">
        <a class="button button-quiet" href={useAddress(held.key)}>
          {gettext("Read")} <span class="unseen">{name}</span>
        </a>
        <button type="button" class="button button-quiet" onClick={sendBack}>
          {gettext("Send back to the queue")} <span class="unseen">{name}</span>
        </button>
        <Assign conversation={held.key} name={name} shown={agent.key} />
      </span>
      <details class="why-agent" onToggle={ask}>
        <summary>
          {gettext("Why this agent?")} <span class="unseen">{name}</span>
        </summary>
        {told && <Assignments told={told} />}
      </details>
    </li>
  );
}
