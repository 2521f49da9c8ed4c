import { useRef } from "preact/hooks";
import { attachingOf } from "../../desk/attaching";
import { gettext } from "../../words";
import { Icon } from "../Icon";
import { useDesk } from "../hooks";
import { useFiles } from "./useFiles";

/** Files are chosen here, or pasted into the field, or dropped on the page. */
export function Attach({ conversation }: { conversation: string }) {
  const desk = useDesk();
  const attaching = attachingOf(desk);
  useFiles(conversation);
  const chooser = useRef<HTMLInputElement>(null);
  const { accept, most, why_not } = desk.boot.files;
  const megabytes = (bytes = 0) => Math.floor(bytes / 2 ** 20);
  const limits = gettext("Attach files: pictures up to %(image)s MB, all else up to %(other)s MB", {
    image: megabytes(most.image),
    other: megabytes(most.document),
  });
  return (
    <>
      <button
        type="button"
        class="button button-quiet send"
        title={why_not ?? limits}
        aria-disabled={why_not !== null}
        onClick={() => !why_not && chooser.current!.click()}
      >
        <Icon name="attach" />
        <span class="unseen">{why_not ? gettext("Files can't be attached: %(why)s", { why: why_not }) : limits}</span>
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept={accept.join(",")}
        onChange={(event) => {
          attaching.attach(conversation, event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
