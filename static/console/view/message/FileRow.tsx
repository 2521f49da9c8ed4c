import { fileSize } from "../../format";
import type { Media } from "../../protocol";
import { inWords } from "../../words";
import { Icon } from "../Icon";
import { addressOf, nameOf } from "./FileTile";

/** A file to be saved: its name, its size, and what to know before it is opened. */
export function FileRow({ file }: { file: Media }) {
  return (
    <>
      <a class="file-row" href={addressOf(file)} download="">
        <Icon name={file.shape} />
        <bdi class="file-name">{nameOf(file)}</bdi>
        {file.size !== null && <span class="muted">{fileSize(file.size)}</span>}
      </a>
      {file.reason && <p class="file-note">{inWords(file.reason)}</p>}
    </>
  );
}
