import { useState } from "preact/hooks";
import { plainName } from "../../console/format";
import { Disclosure } from "../../console/view/Disclosure";
import { gettext } from "../../console/words";
import { takers } from "../figures";
import type { Agent } from "../protocol";
import { useLook } from "./hooks";

interface Props {
  conversation: string;
  /** Who is asked about, for whoever hears the button alone. */
  name: string;
  /** Who has it: an agent, who is nobody to give it to; "queue" or "aside". */
  shown: string;
}

/** To whom a conversation can be given; who is full stands apart, as a choice of its own. */
export function Assign({ conversation, name, shown }: Props) {
  const look = useLook();
  const [open, setOpen] = useState(false);
  const { free, full } = takers(look.board!.agents.filter((one) => one.key !== shown));
  const give = async (act: "assign" | "assign_over", agent: Agent) => {
    setOpen(false);
    await look.act(act, { conversation, user: agent.key, shown });
  };
  const label = (
    <>
      {gettext("Assign")} <span class="unseen">{name}</span>
    </>
  );
  return (
    <Disclosure label={label} open={open} setOpen={setOpen} from="end">
      <ul class="menu">
        {free.map((agent) => (
          <li key={agent.key}>
            <button type="button" class="menu-item" onClick={() => void give("assign", agent)}>
              <bdi>{plainName(agent.name)}</bdi>
              <span class="muted figures">
                {gettext("%(n)s free", { n: agent.limit - agent.taken })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {full.length > 0 && (
        <>
          <h3 class="menu-title">{gettext("Full: this raises their limit")}</h3>
          <ul class="menu">
            {full.map((agent) => (
              <li key={agent.key}>
                <button
                  type="button"
                  class="menu-item"
                  onClick={() => void give("assign_over", agent)}
                >
                  <bdi>{plainName(agent.name)}</bdi>
                  <span class="muted figures">
                    {gettext("limit %(before)s → %(after)s", {
                      before: agent.limit,
                      after: agent.taken + 1,
                    })}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {!free.length && !full.length && (
        <p class="question">{gettext("Nobody is available just now.")}</p>
      )}
    </Disclosure>
  );
}
