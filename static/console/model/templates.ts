import type { ListedTemplate } from "../protocol";
import { plain, plainWords } from "./plain_words";

const VARIABLE = /{{\s*(\w+)\s*}}/g;

/** A stretch of a template's words: said as it stands, or what a variable stands for. */
export type Stretch = { text: string } | { name: string; value: string };

/** Those that can be sent first, and of them those in one of the `languages`, the first before. */
export function inOrder(templates: ListedTemplate[], languages: string[]): ListedTemplate[] {
  const rank = ({ approval, language }: ListedTemplate) => {
    const place = languages.indexOf(language.split(/[-_]/)[0]!.toLowerCase());
    return (canBeSent(approval) ? 0 : 100) + (place < 0 ? languages.length : place);
  };
  return [...templates].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

export function canBeSent(approval: string): boolean {
  return approval === "approved";
}

/** Those in whose name, language or text each word that is sought stands. */
export function sought(templates: ListedTemplate[], words: string): ListedTemplate[] {
  const wanted = plainWords(words);
  return templates.filter(({ name, language, body }) => {
    const said = plain(`${name} ${language} ${body}`);
    return wanted.every((word) => said.includes(word));
  });
}

export function stretches(body: string, values: Record<string, string>): Stretch[] {
  const found: Stretch[] = [];
  let until = 0;
  for (const match of body.matchAll(VARIABLE)) {
    if (match.index > until) found.push({ text: body.slice(until, match.index) });
    const name = match[1]!;
    found.push({ name, value: oneLine(values[name]) });
    until = match.index + match[0].length;
  }
  if (until < body.length) found.push({ text: body.slice(until) });
  return found;
}

/** Variables that nothing stands for yet. */
export function missing(template: ListedTemplate, values: Record<string, string>): string[] {
  return template.variables.filter((name) => !oneLine(values[name]));
}

/** As WhatsApp wants a value, and as the server will send it. */
export function oneLine(value = ""): string {
  return value.trim().split(/\s+/).join(" ");
}
