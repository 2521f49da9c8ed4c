/** A stretch of a text: words, or an address to go to with a press. */
export interface Part {
  text: string;
  href?: string;
}

// Bounded: a long word without a blank must not be read again from each of its letters.
const FOUND =
  /(?:https?:\/\/|www\.|mailto:|tel:)[^\s<>"“”«»]{1,2000}|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,9}|\+\d[\d ().-]{6,18}\d/giu;
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
const LETTER = /[\p{L}\p{N}_]/u;
/** What ends a sentence stands after an address, not in it. */
const AFTER = /[.,;:!?'"…،؛؟。]$/u;
const PAIRS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** What somebody wrote, cut at the addresses in it; joined again it is the same text. */
export function parts(text: string): Part[] {
  const found: Part[] = [];
  let until = 0;
  for (const match of text.matchAll(FOUND)) {
    const before = text[match.index - 1] ?? "";
    const address = withoutEnd(match[0]);
    const href = LETTER.test(before) ? null : hrefOf(address);
    if (href === null) continue;
    if (match.index > until) found.push({ text: text.slice(until, match.index) });
    found.push({ text: address, href });
    until = match.index + address.length;
  }
  if (until < text.length) found.push({ text: text.slice(until) });
  return found;
}

function withoutEnd(address: string): string {
  const last = address.at(-1) ?? "";
  const opens = PAIRS[last];
  const isAlone = opens !== undefined && address.split(last).length > address.split(opens).length;
  return isAlone || AFTER.test(address) ? withoutEnd(address.slice(0, -1)) : address;
}

/** Null for what no press should lead to: another scheme, or a name before the host that deceives. */
function hrefOf(address: string): string | null {
  try {
    const url = new URL(completed(address));
    if (!SCHEMES.has(url.protocol) || url.username || url.password) return null;
    if (url.protocol.startsWith("http")) return url.hostname.includes(".") ? url.href : null;
    return url.pathname.length > 1 ? url.href : null;
  } catch {
    return null;
  }
}

function completed(address: string): string {
  if (/^(https?:\/\/|mailto:|tel:)/i.test(address)) return address;
  if (/^www\./i.test(address)) return `https://${address}`;
  return address.startsWith("+") ? `tel:${address.replace(/[^+\d]/g, "")}` : `mailto:${address}`;
}
