import { useEffect, useRef } from "preact/hooks";
import { nameOf } from "../desk/names";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { useDesk, useModels } from "./hooks";

interface Props {
  row: Summary | null;
  choose(outcome: string): void;
  stay(): void;
}

/** How it ended, where the service asks: one press, and the conversation is closed. */
export function OutcomeQuestion({ row, choose, stay }: Props) {
  const { rules } = useDesk();
  useModels(rules);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (row) dialog.current?.showModal();
    else dialog.current?.close();
  }, [row]);
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="outcome-title" onClose={stay}>
      <h2 id="outcome-title">
        {gettext("How did it end with %(name)s?", { name: row ? nameOf(row.contact) : "" })}
      </h2>
      <ul class="menu">
        {rules.outcomes.map((outcome) => (
          <li key={outcome.key}>
            <button type="button" class="menu-item" onClick={() => choose(outcome.key)}>
              <bdi>{outcome.name}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" class="button" onClick={stay}>
          {gettext("Do not close")}
        </button>
      </div>
    </dialog>
  );
}
