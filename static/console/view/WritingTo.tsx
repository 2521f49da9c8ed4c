import { type Addressed, contactOf } from "../desk/addressing";
import { nameOf } from "../desk/names";
import { gettext } from "../words";
import { Dialog } from "./Dialog";
import { useDesk, useModels } from "./hooks";
import { WriteFirst } from "./parts";

/** Over the page while somebody is written to who is not answered. */
export function WritingTo() {
  const { addressing } = useDesk();
  useModels(addressing);
  const { whom } = addressing;
  if (!whom) return null;
  const end = () => addressing.end();
  return (
    <Dialog name={titleOf(whom)} class="picker" close={end}>
      <header class="picker-head">
        <h2>{titleOf(whom)}</h2>
        <button type="button" class="button" onClick={end}>
          {gettext("Cancel")}
        </button>
      </header>
      <WriteFirst whom={whom} choose={(contact) => addressing.choose({ kind: "contact", contact })} />
    </Dialog>
  );
}

function titleOf(whom: Addressed): string {
  if (whom.kind === "anybody") return gettext("New conversation");
  const name = nameOf(contactOf(whom));
  return whom.kind === "reply"
    ? gettext("Template for %(name)s", { name })
    : gettext("Write first to %(name)s", { name });
}
