/** "No Polish letters", as occ/messaging/plain_letters.py does it, by the same table. */

import table from "../../occ/messaging/gsm.json";

export type Span = { was: string; now: string };

const letters = new Set(table.basic + table.extension);
const instead = new Map(
  table.instead.flatMap(([was, now]) => [...(was ?? "")].map((each) => [each, now ?? ""])),
);

export function plain(text: string): string {
  return each(text).map((span) => span.now).join("");
}

/** The whole text in stretches that stay and stretches that change, in turn. */
export function diff(text: string): Span[] {
  const spans: Span[] = [];
  for (const { was, now } of each(text)) {
    const last = spans.at(-1);
    if (last && (last.was === last.now) === (was === now)) {
      last.was += was;
      last.now += now;
    } else spans.push({ was, now });
  }
  return spans;
}

/** Each character with the marks that follow it, and what it becomes. */
function each(text: string): Span[] {
  const letters = text.match(/[^]\p{Mn}*/gu) ?? [];
  return letters.map((was) => ({ was, now: replaced(was.normalize("NFC")) ?? was }));
}

/** The letter itself where GSM has it; undefined where it has nothing like it. */
function replaced(letter: string): string | undefined {
  const found = known(letter);
  if (found !== undefined) return found;
  const bare = [...letter.normalize("NFKD").replace(/\p{Mn}/gu, "")].map(ofOne);
  return bare.length && bare.every((one) => one !== undefined) ? bare.join("") : undefined;
}

function known(letter: string): string | undefined {
  return letters.has(letter) ? letter : instead.get(letter);
}

/** A Greek letter's capital, where there is no small one. */
function ofOne(letter: string): string | undefined {
  return known(letter) ?? (letter >= "α" && letter <= "ω" ? known(letter.toUpperCase()) : undefined);
}
