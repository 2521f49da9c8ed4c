import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { nameOf } from "../../desk/names";
import type { Whom } from "../../desk/templates";
import { canBeSent } from "../../model/templates";
import type { Contact, ListedTemplate } from "../../protocol";
import { gettext } from "../../words";
import { useDesk, useModels } from "../hooks";
import { NoTemplate } from "./NoTemplate";
import { TemplateForm } from "./TemplateForm";
import { TemplateList } from "./TemplateList";

export const contactOf = (whom: Whom): Contact =>
  whom.kind === "contact" ? whom.contact : whom.row.contact;

/** Over the page: which template, what stands for its variables, and how it will arrive. */
export function TemplatePicker() {
  const { templates } = useDesk();
  useModels(templates);
  const dialog = useRef<HTMLDialogElement>(null);
  const { whom } = templates;
  useLayoutEffect(() => {
    if (whom) dialog.current?.showModal();
    else dialog.current?.close();
  }, [whom]);
  return (
    <dialog
      class="dialog picker"
      ref={dialog}
      aria-labelledby="picker-title"
      onClose={() => templates.whom && templates.close()}
    >
      {whom && <Inside key={contactOf(whom).key} whom={whom} />}
    </dialog>
  );
}

function Inside({ whom }: { whom: Whom }) {
  const { templates } = useDesk();
  const [chosen, choose] = useState<ListedTemplate | null>(null);
  const name = nameOf(contactOf(whom));
  return (
    <>
      <header class="picker-head">
        <h2 id="picker-title">
          {whom.kind === "reply"
            ? gettext("Template for %(name)s", { name })
            : gettext("Write first to %(name)s", { name })}
        </h2>
        <button type="button" class="button" onClick={() => templates.close()}>
          {gettext("Cancel")}
        </button>
      </header>
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
            <TemplateForm key={chosen.sid} whom={whom} template={chosen} back={() => choose(null)} />
          )}
        </div>
      )}
    </>
  );
}
