import type { Place } from "../protocol";

/** What a place says where only words can be kept of it. */
export function inWriting({ label, address, latitude, longitude }: Place): string {
  return [label, address, `${latitude}, ${longitude}`].filter(Boolean).join(", ");
}
