import { useEffect, useState } from "preact/hooks";
import type { Summary } from "../protocol";
import { gettext } from "../words";
import { Disclosure } from "./Disclosure";
import { Icon } from "./Icon";
import { useDesk, useModels } from "./hooks";

/** What stands on the open conversation, and what there is to put on. */
export function TagBox({ row }: { row: Summary }) {
  const { acting, tags } = useDesk();
  useModels(tags);
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [row.key]);
  const worn = new Set(row.tags.map((tag) => tag.key));
  const change = (act: "tag" | "untag", tag: string) =>
    acting.row(act, { conversation: row.key, tag });
  return (
    <div class="tag-box">
      {row.tags.map((tag) => (
        <span key={tag.key} class="chip">
          <bdi>{tag.name}</bdi>
          <button
            type="button"
            class="chip-off"
            aria-label={gettext("Take off %(name)s", { name: tag.name })}
            onClick={() => void change("untag", tag.key)}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <Disclosure
        label={gettext("Add a tag")}
        class="button button-small"
        open={open}
        setOpen={setOpen}
      >
        {tags.all.length ? (
          <ul class="menu">
            {tags.all.map((tag) => (
              <li key={tag.key}>
                <button
                  type="button"
                  class="menu-item"
                  aria-pressed={worn.has(tag.key)}
                  onClick={() => void change(worn.has(tag.key) ? "untag" : "tag", tag.key)}
                >
                  <bdi>{tag.name}</bdi>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <p class="question">{gettext("No tags yet: supervisors keep the list.")}</p>
        )}
      </Disclosure>
    </div>
  );
}
