import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { contactOf, type Whom } from "../../desk/addressing";
import type { Templates } from "../../desk/templates";
import { list, plainName } from "../../format";
import { missing, oneLine, stretches } from "../../model/templates";
import type { ListedTemplate } from "../../protocol";
import { gettext } from "../../words";
import { useDesk, useModels } from "../hooks";

const LONGEST_VALUE = 1024;

interface Props {
  whom: Whom;
  templates: Templates;
  template: ListedTemplate;
  back(): void;
}

/** What stands for the variables, and the bubble as it will arrive. */
export function TemplateForm({ whom, templates, template, back }: Props) {
  useModels(templates);
  const [values, setValues] = useState<Record<string, string>>({});
  const [service, setService] = useState(templates.services[0]?.key ?? "");
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const empty = missing(template, values);
  useLayoutEffect(() => form.current!.querySelector<HTMLElement>("input, select, .send")!.focus(), []);

  const send = () => {
    setAsked(true);
    if (whom.kind === "contact" && !service) return;
    if (!empty.length) return void templates.send(template.sid, values, service);
    form.current!.querySelector<HTMLElement>(`[name="${CSS.escape(empty[0]!)}"]`)?.focus();
  };
  return (
    <form
      class="picker-form"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {whom.kind === "contact" && !templates.services.length && (
        <p class="bad">{gettext("None of your services has a WhatsApp number to write from.")}</p>
      )}
      {whom.kind === "contact" && templates.services.length > 0 && (
        <label class="field">
          {gettext("From the number of")}
          <select
            class="input"
            value={service}
            onChange={(event) => setService(event.currentTarget.value)}
          >
            {templates.services.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {template.variables.map((name) => (
        <label key={name} class="field">
          <bdi dir="ltr">{`{{${name}}}`}</bdi>
          {template.examples[name] && (
            <span class="muted">{gettext("such as %(example)s", { example: template.examples[name] })}</span>
          )}
          <input
            class="input"
            name={name}
            list="picker-proposed"
            dir="auto"
            autocomplete="off"
            maxLength={LONGEST_VALUE}
            aria-invalid={asked && empty.includes(name)}
            value={values[name] ?? ""}
            onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <Proposed whom={whom} />
      <p class="picker-preview-title">{gettext("As it will arrive")}</p>
      <Preview template={template} values={values} />
      <p class="bad" role="alert">
        {asked && empty.length > 0
          ? gettext("Nothing stands for %(names)s yet.", { names: list(empty.map((name) => `{{${name}}}`)) })
          : templates.refusal}
      </p>
      <div class="actions">
        <button type="button" class="button picker-back" onClick={back}>
          {gettext("Choose another")}
        </button>
        <button type="submit" class="button button-primary send" aria-disabled={templates.sending}>
          {gettext("Send template")}
        </button>
      </div>
    </form>
  );
}

/** What is known of the contact, and the draft, to be taken for a variable. */
function Proposed({ whom }: { whom: Whom }) {
  const { drafts, boot } = useDesk();
  const contact = contactOf(whom);
  const row = whom.kind === "contact" ? null : whom.row;
  const known = [
    contact.name.trim().split(/\s+/)[0],
    contact.name,
    contact.address,
    row?.service.name,
    boot.me.name,
    row && drafts.get(row.key).body,
  ];
  const proposed = [...new Set(known.map((one) => oneLine(plainName(one ?? ""))).filter(Boolean))];
  return (
    <datalist id="picker-proposed">
      {proposed.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}

function Preview({ template, values }: { template: ListedTemplate; values: Record<string, string> }) {
  return (
    <p class="bubble picker-preview" dir="auto">
      {stretches(template.body, values).map((stretch, place) =>
        "text" in stretch ? (
          <span key={place}>{stretch.text}</span>
        ) : (
          <mark key={place} data-empty={!stretch.value}>
            {stretch.value || `{{${stretch.name}}}`}
          </mark>
        ),
      )}
    </p>
  );
}
