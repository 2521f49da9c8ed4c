import type { Summary } from "../protocol";
import { gettext } from "../words";
import { useDesk, useModels } from "./hooks";

/** A draft that has no composer just now: still there to be read and copied. */
export function KeptDraft({ row }: { row: Summary }) {
  const { drafts } = useDesk();
  useModels(drafts);
  const { body, returned } = drafts.get(row.key);
  if (!body.trim()) return null;
  return (
    <div class="kept-draft">
      {returned && <p class="bad">{returned.reason}</p>}
      <p class="muted">{gettext("Your draft is kept:")}</p>
      <blockquote dir="auto">{body}</blockquote>
    </div>
  );
}
