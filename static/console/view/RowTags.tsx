import type { Summary } from "../protocol";

export function RowTags({ row }: { row: Summary }) {
  if (!row.tags.length) return null;
  return (
    <span class="row-tags">
      {row.tags.map((tag) => (
        <span key={tag.key} class="badge">
          <bdi>{tag.name}</bdi>
        </span>
      ))}
    </span>
  );
}
