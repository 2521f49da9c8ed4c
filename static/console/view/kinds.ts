import type { Kind } from "../protocol";
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
