import { gettext } from "../words";
import { useDesk } from "./hooks";

/** Two computers, two texts: the newer stands in the field, the other is one press away. */
export function OtherDraft({ conversation }: { conversation: string }) {
  const { drafts } = useDesk();
  return (
    <p class="composer-note muted">
      {gettext("You have typed another text elsewhere.")}{" "}
      <button
        type="button"
        class="button button-small"
        onClick={() => drafts.swap(conversation)}
      >
        {gettext("Show the other text")}
      </button>
    </p>
  );
}
