import { useEffect, useState } from "preact/hooks";
import type { Assignment } from "../assignment";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { Assignments } from "./Assignments";
import { useDesk } from "./hooks";

/** For who oversees: every assignment of the conversation, asked for when it is opened. */
export function WhyAgent({ row }: { row: Summary }) {
  const { acting } = useDesk();
  const [told, setTold] = useState<Assignment[] | null>(null);
  useEffect(() => setTold(null), [row.key, row.interaction]);
  const ask = (event: Event) => {
    if (!(event.currentTarget as HTMLDetailsElement).open) return;
    void acting.answer("why", { conversation: row.key }).then((answer) => setTold(answer?.assignments ?? null));
  };
  return (
    <details class="why-agent" onToggle={ask} key={row.key}>
      <summary>{gettext("Who else was looked at")}</summary>
      {told && <Assignments told={told} />}
    </details>
  );
}
