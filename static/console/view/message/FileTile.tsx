import { plainName } from "../../format";
import type { Media, Message } from "../../protocol";
import { gettext, inWords } from "../../words";
import { Icon } from "../Icon";
import { Cards } from "./Cards";
import { FileRow } from "./FileRow";
import { LostFile } from "./LostFile";

export const addressOf = (file: Media) => `/media/${file.key}`;

export const nameOf = ({ name, label }: Media) => (name ? plainName(name) : inWords(label));

interface Props {
  file: Media;
  message: Message;
  conversation: string;
}

/** A file of a message. Its box has its size before the file is there: nothing on screen moves. */
export function FileTile({ file, message, conversation }: Props) {
  if (file.state !== "waiting" && file.state !== "ready") {
    return <LostFile file={file} conversation={conversation} />;
  }
  const box = message.kind === "sticker" && file.shape === "image" ? "sticker" : file.shape;
  return (
    <div class={`file file-${box}`} aria-busy={file.state === "waiting"}>
      {file.state === "waiting" ? <Waiting file={file} /> : <Ready file={file} />}
    </div>
  );
}

function Waiting({ file }: { file: Media }) {
  return (
    <p class="file-waiting">
      <Icon name={file.shape} />
      <bdi>{nameOf(file)}</bdi>
      <span class="unseen">{gettext("It is being fetched.")}</span>
    </p>
  );
}

function Ready({ file }: { file: Media }) {
  const address = addressOf(file);
  const name = nameOf(file);
  switch (file.shape) {
    case "image":
      return (
        <a href={address} target="_blank" rel="noopener">
          <img src={address} alt={name} decoding="async" />
        </a>
      );
    case "audio":
      return <audio src={address} controls preload="metadata" aria-label={name} />;
    case "video":
      return <video src={address} controls preload="metadata" aria-label={name} />;
    case "contacts":
      return file.cards?.length ? <Cards file={file} cards={file.cards} /> : <FileRow file={file} />;
    case "document":
      return <FileRow file={file} />;
  }
}
