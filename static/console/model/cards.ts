export interface NewCard {
  name: string;
  company: string;
  phone: string;
  email: string;
}

const LONGEST_LINE = 75; // bytes of a line, then it is folded (RFC 2426, §2.6)

/** A contact card as a file that any phone reads (vCard 3.0). */
export function cardFile(card: NewCard): File {
  const name = card.name.trim();
  const lines = [
    "BEGIN:VCARD",
    "VERSION:3.0",
    `N:${escaped(name)};;;;`,
    `FN:${escaped(name)}`,
    card.company.trim() && `ORG:${escaped(card.company.trim())}`,
    card.phone.trim() && `TEL;TYPE=CELL:${escaped(card.phone.trim())}`,
    card.email.trim() && `EMAIL:${escaped(card.email.trim())}`,
    "END:VCARD",
  ].filter((line): line is string => Boolean(line));
  const text = lines.flatMap(folded).join("\r\n");
  const file = name.replace(/[^\p{L}\p{N} .-]/gu, "").trim() || "contact";
  return new File([`${text}\r\n`], `${file}.vcf`, { type: "text/vcard" });
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}

/** At letters, never within one. */
function folded(line: string): string[] {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  const lines = [""];
  for (const letter of line) {
    if (bytes(lines.at(-1)! + letter) > LONGEST_LINE) lines.push(" ");
    lines[lines.length - 1] += letter;
  }
  return lines;
}
