import { useState } from "preact/hooks";
import type { Media } from "../../protocol";
import { gettext, inWords } from "../../words";
import { Icon } from "../Icon";
import { useDesk } from "../hooks";
import { nameOf } from "./FileTile";

/** A file that could not be had, and why; who oversees can have it fetched once more. */
export function LostFile({ file, conversation }: { file: Media; conversation: string }) {
  const { acting, profile } = useDesk();
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    await acting.message("fetch_again", conversation, { file: file.key });
    setBusy(false);
  };
  return (
    <div class="file file-lost">
      <p class="bubble-kind">
        <Icon name={file.shape} />
        <bdi>{nameOf(file)}</bdi>
      </p>
      {file.reason && <p class="file-note">{inWords(file.reason)}</p>}
      {profile.me.role !== "agent" && file.state !== "erased" && (
        <button type="button" class="button button-small" disabled={busy} onClick={again}>
          {gettext("Try again")}
        </button>
      )}
    </div>
  );
}
