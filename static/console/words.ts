/** Every sentence on the screen, in the reader's language: English msgids looked up in a catalog. */

import { dateAndHour, isolated, number, plainName } from "./format";
import type { Value, Words } from "./protocol";

/** As the server says when: the reader's own clock is known here alone. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

type Forms = Record<string, string>;
type Values = Record<string, Value>;

export interface Catalog {
  language: string;
  words: Record<string, string | Forms>;
}

let words: Catalog["words"] = {};
let rules = new Intl.PluralRules("en");

/** Without its catalog a page speaks English rather than not at all. */
export async function catalog(address: string | null): Promise<Catalog | null> {
  if (address === null) return null;
  try {
    const answer = await fetch(address);
    return answer.ok ? ((await answer.json()) as Catalog) : null;
  } catch {
    return null;
  }
}

export function speak(language: string, catalog: Catalog | null): void {
  words = catalog?.words ?? {};
  rules = new Intl.PluralRules(language);
}

export function gettext(msgid: string, values: Values = {}): string {
  const found = words[msgid];
  return filled(typeof found === "string" ? found : msgid, values);
}

/** `n` is among the values by itself. */
export function ngettext(one: string, many: string, n: number, values: Values = {}): string {
  const forms = words[one];
  const category = rules.select(n);
  const english = category === "one" ? one : many;
  const sentence = typeof forms === "object" ? (forms[category] ?? forms.other) : undefined;
  return filled(sentence ?? english, { n, ...values });
}

/** What the server said untranslated. */
export function inWords({ text, values }: Words): string {
  return gettext(text, values);
}

/** The same with the value it ends in apart: cut short, that loses its own end and not its beginning. */
export function withItsEnd(words: Words): [string, string] {
  const said = inWords(words);
  const end = Object.values(words.values).at(-1);
  const shown = typeof end === "string" ? isolated(end) : "";
  if (!shown || !said.endsWith(shown)) return ["", said];
  return [said.slice(0, -shown.length).trim(), plainName(end as string)];
}

function filled(sentence: string, values: Values): string {
  return sentence.replace(/%\((\w+)\)[sd]|%%/g, (match, name: string | undefined) => {
    if (name === undefined) return "%";
    const value = values[name];
    if (value === undefined) return match;
    if (typeof value === "number") return number(value);
    return isolated(MOMENT.test(value) ? dateAndHour(value) : value);
  });
}
