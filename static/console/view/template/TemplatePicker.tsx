import { useState } from "preact/hooks";
import { contactOf, type Whom } from "../../desk/addressing";
import { Templates } from "../../desk/templates";
import { canBeSent } from "../../model/templates";
import type { ListedTemplate } from "../../protocol";
import { gettext } from "../../words";
import { useDesk, useModels } from "../hooks";
import { NoTemplate } from "./NoTemplate";
import { TemplateForm } from "./TemplateForm";
import { TemplateList } from "./TemplateList";

/** Which template, what stands for its variables, and how it will arrive. */
export function TemplatePicker({ whom }: { whom: Whom }) {
  const desk = useDesk();
  const [templates] = useState(() => new Templates(desk, whom));
  useModels(templates);
  const [chosen, choose] = useState<ListedTemplate | null>(null);
  return (
    <>
      {templates.listed === null ? (
        <p class={templates.refusal ? "bad" : "late"}>
          {templates.refusal ?? gettext("Still loading: the server is slow to answer.")}
        </p>
      ) : (
        <div class="picker-columns" data-chosen={chosen !== null}>
          <div class="picker-column">
            {!templates.listed.some(({ approval }) => canBeSent(approval)) && <NoTemplate />}
            <TemplateList
              listed={templates.listed}
              language={contactOf(whom).language ?? null}
              chosen={chosen}
              choose={choose}
            />
          </div>
          {chosen && (
            <TemplateForm
              key={chosen.sid}
              whom={whom}
              templates={templates}
              template={chosen}
              back={() => choose(null)}
            />
          )}
        </div>
      )}
    </>
  );
}
