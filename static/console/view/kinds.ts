import type { Kind } from "../protocol";
import { gettext } from "../words";
import type { IconName } from "./Icon";

const ICONS: Partial<Record<Kind, IconName>> = {
  image: "image",
  sticker: "image",
  audio: "audio",
  video: "video",
  document: "document",
  contacts: "contacts",
  location: "location",
};

export function iconOf(kind: Kind): IconName {
  return ICONS[kind] ?? "other";
}

/** For a row; the thread shows the server's own line. */
export function nameOfKind(kind: Kind): string {
  switch (kind) {
    case "image":
      return gettext("Photo");
    case "audio":
      return gettext("Voice message");
    case "video":
      return gettext("Video");
    case "document":
      return gettext("Document");
    case "sticker":
      return gettext("Sticker");
    case "contacts":
      return gettext("Contact card");
    case "location":
      return gettext("Location");
    case "button":
    case "interactive":
      return gettext("Choice");
    case "text":
      return "";
    case "unknown":
      return gettext("Another kind of message");
  }
}
