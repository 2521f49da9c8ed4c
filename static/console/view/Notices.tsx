import { gettext } from "../words";
import { Icon } from "./Icon";
import { useDesk, useModels } from "./hooks";

export function Notices() {
  const { notices } = useDesk();
  useModels(notices);
  return (
    <div class="notices" role="status">
      {notices.all.map(({ id, kind, text }) => (
        <div key={id} class="notice" data-kind={kind}>
          <p>{text}</p>
          <button
            type="button"
            class="button button-quiet button-small"
            onClick={() => notices.drop(id)}
          >
            <Icon name="close" />
            <span class="unseen">{gettext("Hide")}</span>
          </button>
        </div>
      ))}
    </div>
  );
}
