/** Counts a text's parts as occ/messaging/parts.py does, by the same table, while it is typed. */

import table from "../../occ/messaging/gsm.json";

export type Encoding = "GSM-7" | "UCS-2";
export type Parts = { encoding: Encoding; units: number; parts: number };

const extension = new Set(table.extension);
const letters = new Set(table.basic + table.extension);
const SINGLE = { "GSM-7": 160, "UCS-2": 70 };
const JOINED = { "GSM-7": 153, "UCS-2": 67 };

/** Units that fit into so many parts at most. */
export function holds(encoding: Encoding, parts: number): number {
  return parts === 1 ? SINGLE[encoding] : JOINED[encoding] * parts;
}

export function count(text: string): Parts {
  const encoding = [...text].every((letter) => letters.has(letter)) ? "GSM-7" : "UCS-2";
  const sizes = [...text].map((letter) =>
    encoding === "GSM-7" ? 1 + Number(extension.has(letter)) : letter.length,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units <= SINGLE[encoding]) return { encoding, units, parts: Number(units > 0) };
  let parts = 1;
  let left = JOINED[encoding];
  for (const size of sizes) {
    if (size > left) {
      parts += 1;
      left = JOINED[encoding];
    }
    left -= size;
  }
  return { encoding, units, parts };
}

/** The characters that make the whole text UCS-2, each once, as they come. */
export function outside(text: string): string {
  return [...new Set(text)].filter((letter) => !letters.has(letter)).join("");
}
