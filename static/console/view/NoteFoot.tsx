import { useRef } from "preact/hooks";
import { nameOf } from "../desk/names";
import { noteIn } from "../model/places";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { Field } from "./Field";
import { useDesk, useModels } from "./hooks";

/** Where a note to colleagues is written; also where the customer can't be answered just now. */
export function NoteFoot({ row }: { row: Summary }) {
  const desk = useDesk();
  useModels(desk.drafts);
  const field = useRef<HTMLTextAreaElement>(null);
  const place = noteIn(row.key);
  return (
    <footer class="foot foot-note">
      <Field
        row={row}
        place={place}
        field={field}
        name={gettext("Note on %(name)s", { name: nameOf(row.contact) })}
        label={gettext("Note to colleagues…")}
        submit={gettext("Add note")}
        ready={desk.drafts.has(place)}
        send={() => void desk.submit(row, place)}
      />
      <p class="composer-note">{gettext("Only colleagues see it. The customer never does.")}</p>
    </footer>
  );
}
