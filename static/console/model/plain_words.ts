/** Letters as people type them in a hurry: small, without marks, Arabic ones as Persian. */
export function plain(text: string): string {
  const letters = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return letters.replaceAll("ي", "ی").replaceAll("ك", "ک");
}

export const plainWords = (text: string): string[] => plain(text).split(/\s+/).filter(Boolean);
