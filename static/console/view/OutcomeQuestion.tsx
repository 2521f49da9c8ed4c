import { gettext } from "../words";
import { useDesk, useModels } from "./hooks";

interface Props {
  choose(outcome: string): void;
  stay(): void;
}

/** How it ended, where the service asks: one press, and the conversation is closed. */
export function OutcomeQuestion({ choose, stay }: Props) {
  const { rules } = useDesk();
  useModels(rules);
  return (
    <>
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
    </>
  );
}
