import { useEffect, useState } from "preact/hooks";
import { ClosedPages } from "../desk/closed";
import { gettext } from "../words";
import { Row } from "./Row";
import { useDesk, useModels } from "./hooks";

/** The newest first, a page at a time; with a `tag`, those that carry it. */
export function ClosedList({ tag }: { tag: string | null }) {
  const { wire, conversations } = useDesk();
  const [closed] = useState(() => new ClosedPages(wire.ask, conversations));
  useModels(closed, conversations);
  useEffect(() => {
    closed.narrow(tag);
    if (!closed.loaded) void closed.next();
  }, [tag]);
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
