import { useEffect, useRef } from "preact/hooks";
import { nameOf } from "../desk/names";
import { noteIn } from "../model/places";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { OtherDraft } from "./OtherDraft";
import { ReturnedNote } from "./ReturnedNote";
import { entered, useField } from "./useField";
import { useDesk, useModels } from "./hooks";

/** Where a note to colleagues is written; also where the customer can't be answered just now. */
export function NoteFoot({ row }: { row: Summary }) {
  const desk = useDesk();
  const { drafts, opening, sending } = desk;
  const place = noteIn(row.key);
  useModels(drafts, opening);
  const field = useRef<HTMLTextAreaElement>(null);
  const { body, returned } = drafts.get(place);
  useField(field, place);
  useEffect(() => {
    if (!opening.toWrite || opening.current !== row.key) return;
    field.current?.focus();
    opening.wroteFocus();
  });
  const add = () => {
    drafts.typed(place, field.current!.value);
    sending.send(place);
    field.current!.focus();
  };
  const label = gettext("Note to colleagues…");
  return (
    <footer class="foot foot-note">
      {returned && <ReturnedNote reason={returned.reason} forget={() => drafts.forgetReason(place)} />}
      <form
        class="composer"
        aria-label={gettext("Note on %(name)s", { name: nameOf(row.contact) })}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <textarea
          ref={field}
          id="composer"
          class="input composer-text"
          rows={1}
          dir={body ? "auto" : desk.boot.direction}
          aria-label={label}
          placeholder={label}
          onInput={(event) => drafts.typed(place, event.currentTarget.value)}
          onBlur={() => {
            drafts.flush();
            void desk.keeping.tell();
          }}
          onKeyDown={(event) => entered(event) && add()}
        />
        <button type="submit" class="button button-primary send" disabled={!body.trim()}>
          {gettext("Add note")}
        </button>
      </form>
      <OtherDraft conversation={place} />
      <p class="composer-note">{gettext("Only colleagues see it. The customer never does.")}</p>
    </footer>
  );
}
