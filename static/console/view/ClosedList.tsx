import { useEffect } from "preact/hooks";
import { gettext } from "../words";
import { Row } from "./Row";
import { useDesk, useModels } from "./hooks";

export function ClosedList() {
  const { closed, conversations } = useDesk();
  useModels(closed, conversations);
  useEffect(() => {
    if (!closed.loaded) void closed.next();
  }, [closed.tag]);
  const rows = closed.shown();
  if (closed.loaded && !rows.length) return <p class="empty">{gettext("Nothing closed yet.")}</p>;
  return (
    <ul class="rows">
      {rows.map((row) => (
        <Row key={row.key} row={row} />
      ))}
      {closed.loaded && closed.more && (
        <li class="more">
          <button type="button" class="button button-quiet" onClick={() => void closed.next()}>
            {gettext("Earlier conversations")}
          </button>
        </li>
      )}
    </ul>
  );
}
