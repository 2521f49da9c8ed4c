import { useEffect, useRef } from "preact/hooks";
import { gettext, ngettext } from "../words";
import { useDesk } from "./hooks";
import { type Choosing, LIST, nameOfOption } from "./useReplies";

/** Canned replies above the composer: the focus stays in the field, the keys move here. */
export function ReplyList({ found, place, loading, pick }: Choosing) {
  const { boot } = useDesk();
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    box.current?.children[place]?.scrollIntoView({ block: "nearest" });
  }, [place]);
  return (
    <div class="replies">
      <ul id={LIST} role="listbox" aria-label={gettext("Replies")} ref={box}>
        {found.map((reply, at) => (
          <li
            key={reply.key}
            id={nameOfOption(at)}
            role="option"
            class="reply"
            aria-selected={at === place}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(reply)}
          >
            <bdi class="reply-shortcut">/{reply.shortcut}</bdi>
            <span class="reply-body muted" dir="auto">
              {reply.body}
            </span>
          </li>
        ))}
      </ul>
      <p class="replies-foot muted" role="status">
        {loading
          ? gettext("Fetching the replies…")
          : found.length
            ? ngettext("%(n)s reply", "%(n)s replies", found.length)
            : gettext("No reply is called that.")}{" "}
        <a href={boot.urls.replies}>{gettext("Keep replies")}</a>
      </p>
    </div>
  );
}
