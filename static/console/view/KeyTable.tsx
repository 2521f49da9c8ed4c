import { gettext } from "../words";
import { useDesk, useModels } from "./hooks";

/** Every key of the console and what it does; one row each. */
export function KeyTable() {
  const { profile } = useDesk();
  useModels(profile);
  const entering = profile.me.enter_sends ? ["↵", "Shift ↵"] : ["Shift ↵", "↵"];
  const rows: [keys: string[], meaning: string][] = [
    [["Alt ↵"], gettext("accept the offer")],
    [["Alt ↑", "Alt ↓"], gettext("previous, next conversation")],
    [["Ctrl J"], gettext("the next that needs me, longest waiting first")],
    [["Ctrl K"], gettext("search: people, words, pages, actions")],
    [entering, gettext("send, new line")],
    [["Ctrl Shift ↵"], gettext("send and close the conversation")],
    [["/"], gettext("in an empty field: the replies")],
    [["J", "K"], gettext("move in the list")],
    [["R"], gettext("reply")],
    [["T"], gettext("choose a template")],
    [["N"], gettext("note to colleagues")],
    [["Ctrl I"], gettext("from reply to note and back")],
    [["H"], gettext("hand over")],
    [["P"], gettext("park")],
    [["E"], gettext("close the conversation")],
    [["U"], gettext("mark as unread")],
    [["I"], gettext("details of the contact")],
    [["F"], gettext("find in the conversation")],
    [["G"], gettext("then C conversations, L live, P contacts, K campaigns, S settings")],
    [["Esc"], gettext("one step back: menu, thread, list")],
    [["?", "Ctrl /"], gettext("all keys")],
  ];
  return (
    <dl class="keys">
      {rows.map(([keys, meaning]) => (
        <div key={meaning}>
          <dt>
            {keys.map((key) => (
              <kbd key={key} dir="ltr">
                {key}
              </kbd>
            ))}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
