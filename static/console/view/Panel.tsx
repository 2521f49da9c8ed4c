import { gettext } from "../words";
import { Icon } from "./Icon";
import { PanelFacts } from "./parts";
import { useDesk, useModels } from "./hooks";

/** Beside the open conversation, or over it where there is no room: what is known about it. */
export function Panel({ shown, hide }: { shown: boolean; hide(): void }) {
  const desk = useDesk();
  useModels(desk.opening, desk.conversations);
  const { open: row } = desk;
  if (!row) return null;
  return (
    <aside class="panel" id="panel" aria-label={gettext("Details")} data-shown={shown} tabIndex={-1}>
      <button type="button" class="button button-quiet panel-close" onClick={hide}>
        <Icon name="close" />
        <span class="unseen">{gettext("Hide details")}</span>
      </button>
      <PanelFacts row={row} />
    </aside>
  );
}
