import { contactOf } from "../desk/addressing";
import { nameOf } from "../desk/names";
import { gettext } from "../words";
import { Dialog } from "./Dialog";
import { useDesk, useModels } from "./hooks";
import { TemplatePicker } from "./parts";

/** Over the page while a template is chosen for somebody. */
export function WritingTo() {
  const { addressing } = useDesk();
  useModels(addressing);
  const { whom } = addressing;
  if (!whom) return null;
  const name = nameOf(contactOf(whom));
  const title =
    whom.kind === "reply"
      ? gettext("Template for %(name)s", { name })
      : gettext("Write first to %(name)s", { name });
  return (
    <Dialog key={title} name={title} class="picker" close={() => addressing.end()}>
      <TemplatePicker whom={whom} title={title} />
    </Dialog>
  );
}
