import { attachingOf } from "../../desk/attaching";
import { fileSize, plainName } from "../../format";
import type { Attached } from "../../model/attachments";
import { gettext, inWords } from "../../words";
import { Icon } from "../Icon";
import { useDesk, useModels } from "../hooks";

/** Above the field: what goes with the next text. */
export function AttachedFiles({ conversation }: { conversation: string }) {
  const { attachments } = useDesk();
  useModels(attachments);
  const files = attachments.of(conversation);
  return (
    <ul class="attached" aria-label={gettext("Attached files")}>
      {files.map((file) => (
        <One key={file.id} file={file} conversation={conversation} />
      ))}
    </ul>
  );
}

function One({ file, conversation }: { file: Attached; conversation: string }) {
  const attaching = attachingOf(useDesk());
  const { upload, refusal } = file;
  const name = plainName(file.name) || (upload ? inWords(upload.label) : "");
  return (
    <li class="attached-file" data-refused={refusal !== undefined}>
      {upload?.shape === "image" ? (
        <img class="attached-picture" src={`/uploads/${upload.key}`} alt="" />
      ) : (
        <Icon name={upload?.shape ?? "document"} />
      )}
      <span class="attached-words">
        <bdi class="attached-name">{name}</bdi>
        <span class="muted">{fileSize(file.size)}</span>
        {refusal && (
          <span class="bad" role="alert">
            {refusal}
          </span>
        )}
        {!upload && !refusal && (
          <progress max={1} value={file.progress} aria-label={gettext("On its way to the server")} />
        )}
      </span>
      <button
        type="button"
        class="button button-quiet"
        onClick={() => attaching.remove(conversation, file.id)}
      >
        <Icon name="close" />
        <span class="unseen">{gettext("Take off %(name)s", { name })}</span>
      </button>
    </li>
  );
}
