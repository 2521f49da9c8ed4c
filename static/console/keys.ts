/** Which keys mean what: pure, so that the table can be tested and shown. */

export type Command =
  | "accept"
  | "previous"
  | "next"
  | "needs_me"
  | "help"
  | "palette"
  | "down"
  | "up"
  | "reply"
  | "template"
  | "note"
  | "other_writing"
  | "hand_over"
  | "park"
  | "close"
  | "back";

export interface Pressed {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
  getModifierState(key: string): boolean;
}

/** Where the key was pressed. */
export type Place = "text" | "choice" | "page";

const ALONE: Record<string, Command> = {
  j: "down",
  k: "up",
  r: "reply",
  t: "template",
  n: "note",
  h: "hand_over",
  p: "park",
  e: "close",
};

export function commandOf(event: Pressed, place: Place, singleKeys: boolean): Command | null {
  if (event.isComposing || event.getModifierState("AltGraph") || place === "choice") return null;
  const { altKey, shiftKey } = event;
  const control = event.ctrlKey || event.metaKey;
  if (altKey && !control && !shiftKey) return withAlt(event.key);
  if (control && !altKey) return withControl(event, shiftKey);
  if (altKey || control) return null;
  if (event.key === "Escape") return "back";
  if (place === "text" || !singleKeys) return null;
  if (event.key === "?" || isQuestionMark(event)) return "help";
  return shiftKey ? null : withoutModifier(event);
}

/** No letter stands with Alt: on many keyboards those type ą, @ and €. */
function withAlt(key: string): Command | null {
  if (key === "Enter") return "accept";
  if (key === "ArrowUp") return "previous";
  return key === "ArrowDown" ? "next" : null;
}

function withControl(event: Pressed, shift: boolean): Command | null {
  // "/" stands behind Shift on several keyboards, a letter never does.
  if (event.key === "/" || (!isLatin(event.key) && event.code === "Slash")) return "help";
  if (shift) return null;
  return ({ j: "needs_me", i: "other_writing", k: "palette" } as const)[letterOf(event)] ?? null;
}

function withoutModifier(event: Pressed): Command | null {
  if (event.key === "ArrowDown") return "down";
  if (event.key === "ArrowUp") return "up";
  return ALONE[letterOf(event)] ?? null;
}

/** The letter on the key: by what it types, or by its place where it types another script. */
function letterOf({ key, code }: Pressed): string {
  if (isLatin(key)) return key.toLowerCase();
  return code.startsWith("Key") ? code.slice(3).toLowerCase() : "";
}

/** "؟" of a Persian keyboard. */
function isQuestionMark({ key, code, shiftKey }: Pressed): boolean {
  return shiftKey && code === "Slash" && !isLatin(key);
}

function isLatin(key: string): boolean {
  return /^[\u0020-\u024f]$/.test(key);
}
