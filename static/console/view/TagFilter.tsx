import { gettext } from "../words";
import { useDesk, useModels } from "./hooks";

interface Props {
  chosen: string | null;
  choose(tag: string | null): void;
}

/** Narrows the lists to one tag; absent where the company has none. */
export function TagFilter({ chosen, choose }: Props) {
  const { tags } = useDesk();
  useModels(tags);
  if (!tags.all.length) return null;
  return (
    <div class="list-filter">
      <select
        class="input"
        aria-label={gettext("Narrow to a tag")}
        value={chosen ?? ""}
        onChange={(event) => choose(event.currentTarget.value || null)}
      >
        <option value="">{gettext("All tags")}</option>
        {tags.all.map((tag) => (
          <option key={tag.key} value={tag.key}>
            {tag.name}
          </option>
        ))}
      </select>
    </div>
  );
}
