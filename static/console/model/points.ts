const NUMBER = "(-?\\d{1,3}(?:\\.\\d+)?)";
/** Where links to maps keep the two figures: Google's pin, its middle, OpenStreetMap, Apple. */
const IN_LINKS = [
  `!3d${NUMBER}!4d${NUMBER}`,
  `[?&](?:q|query|ll|sll|destination|daddr)=(?:loc:)?${NUMBER}(?:,|%2C)\\+?${NUMBER}`,
  `[?&]mlat=${NUMBER}&mlon=${NUMBER}`,
  `@${NUMBER},${NUMBER}`,
  `#map=\\d+/${NUMBER}/${NUMBER}`,
  `geo:${NUMBER},${NUMBER}`,
].map((pattern) => new RegExp(pattern));
/** Or as people write them; a comma stands between, or blanks. */
const WRITTEN = new RegExp(`^\\(?${NUMBER}\\s*[,;\\s]\\s*${NUMBER}\\)?$`);

export interface Point {
  latitude: number;
  longitude: number;
}

/** The two figures, in degrees, of a link to a map or as they were typed; null where there are none. */
export function pointIn(text: string): Point | null {
  const plain = latin(text.trim());
  for (const pattern of [...IN_LINKS, WRITTEN]) {
    const found = pattern.exec(plain);
    if (!found) continue;
    const [latitude, longitude] = [Number(found[1]), Number(found[2])];
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
  }
  return null;
}

/** ۰–۹ and ٠–٩ are digits, ٫ parts them. */
function latin(text: string): string {
  return text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll("٫", ".")
    .replaceAll("،", ",");
}
