import { gettext } from "../../words";
import { Icon } from "../Icon";
import { useDesk } from "../hooks";

/** Opens the choice of templates for the open conversation. */
export function TemplateButton({ primary, quiet }: { primary?: boolean; quiet?: boolean }) {
  const desk = useDesk();
  const kind = primary ? "button-primary" : quiet ? "button-quiet" : "";
  return (
    <button
      type="button"
      class={`button ${kind}`}
      aria-keyshortcuts="t"
      onClick={() => desk.chooseTemplate()}
    >
      <Icon name="template" />
      <span class={quiet ? "unseen" : ""}>{gettext("Choose a template")}</span>
    </button>
  );
}
