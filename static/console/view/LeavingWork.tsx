import { ngettext, gettext } from "../words";
import { useDesk } from "./hooks";

interface Props {
  choose(keep: boolean): void;
  back(): void;
}

/** Going offline with work in hand: what becomes of it is the agent's to say. */
export function LeavingWork({ choose, back }: Props) {
  const { conversations } = useDesk();
  return (
    <div class="question">
      <p>
        {ngettext(
          "You have %(n)s conversation in hand. What becomes of it?",
          "You have %(n)s conversations in hand. What becomes of them?",
          conversations.mine().length,
        )}
      </p>
      <button type="button" class="button" onClick={() => choose(true)}>
        {gettext("Keep until closed")}
      </button>
      <button type="button" class="button" onClick={() => choose(false)}>
        {gettext("Hand all back to the queue")}
      </button>
      <button type="button" class="button button-quiet" onClick={back}>
        {gettext("Back")}
      </button>
    </div>
  );
}
