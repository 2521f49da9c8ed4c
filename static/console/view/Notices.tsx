import { gettext } from "../words";
import { Icon } from "./Icon";
import { useDesk, useModels } from "./hooks";

export function Notices() {
  const { notices } = useDesk();
  useModels(notices);
  return (
    <div class="notices" role="status">
      {notices.all.map(({ id, kind, text, offer }) => (
        <div key={id} class="notice" data-kind={kind}>
          <p>{text}</p>
          {offer && (
            <button type="button" class="button button-small" onClick={offer.act}>
              {offer.name}
            </button>
          )}
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
