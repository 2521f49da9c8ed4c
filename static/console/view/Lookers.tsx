import { plainName } from "../format";
import type { Looker } from "../protocol";
import { gettext } from "../words";
import { useDesk, useModels } from "./hooks";

/** Who else has this conversation on the screen: nobody answers over a colleague. */
export function Lookers({ conversation }: { conversation: string }) {
  const { looking } = useDesk();
  useModels(looking);
  const others = looking.others(conversation);
  return (
    <p class="lookers" role="status">
      {others.map((one) => (
        <span key={one.key} class={one.doing === "reading" ? "badge" : "badge badge-warn"}>
          {words(one)}
        </span>
      ))}
    </p>
  );
}

function words({ name, doing }: Looker): string {
  const values = { name: plainName(name) };
  if (doing === "reading") return gettext("%(name)s is reading", values);
  if (doing === "noting") return gettext("%(name)s is writing a note", values);
  return gettext("%(name)s is writing", values);
}
