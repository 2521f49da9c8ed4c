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
  | "send_and_close"
  | "unread"
  | "panel"
  | "find"
  | "go_conversations"
  | "go_live"
  | "go_contacts"
  | "go_campaigns"
  | "go_settings"
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
  u: "unread",
  i: "panel",
  f: "find",
};

/** After `G`. */
const PLACES: Record<string, Command> = {
  c: "go_conversations",
  l: "go_live",
  p: "go_contacts",
  k: "go_campaigns",
  s: "go_settings",
};
const SECOND_WITHIN = 1500; // ms after `G`
const ENTER_WHILE_COMPOSING = 229; // what older Safari reports for the Enter that ends a composition
const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"]);

/** Reads one key after the other: `G` and a letter are two. */
export class Keys {
  #goUntil = -Infinity;

  /** `at` in milliseconds by any clock that only goes on. */
  read(event: Pressed, place: Place, singleKeys: boolean, at: number): Command | null {
    if (MODIFIERS.has(event.key)) return null;
    const going = at < this.#goUntil;
    this.#goUntil = -Infinity;
    const letter = isAlone(event, place, singleKeys) ? letterOf(event) : "";
    // What follows `G` is a place or nothing: "G, E" must not close a conversation.
    if (going && letter) return PLACES[letter] ?? null;
    if (letter === "g") this.#goUntil = at + SECOND_WITHIN;
    return commandOf(event, place, singleKeys);
  }
}

/** Whether it is a key for itself that may mean something where it was pressed. */
function isAlone(event: Pressed, place: Place, singleKeys: boolean): boolean {
  const { altKey, ctrlKey, metaKey, shiftKey, isComposing } = event;
  const modified = altKey || ctrlKey || metaKey || shiftKey || event.getModifierState("AltGraph");
  return singleKeys && place === "page" && !isComposing && !modified;
}

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
  if (shift) return event.key === "Enter" ? "send_and_close" : null;
  return ({ j: "needs_me", i: "other_writing", k: "palette" } as const)[letterOf(event)] ?? null;
}

function withoutModifier(event: Pressed): Command | null {
  if (event.key === "ArrowDown") return "down";
  if (event.key === "ArrowUp") return "up";
  return ALONE[letterOf(event)] ?? null;
}

/** Whether the key sends what was typed; with or without Shift the other one begins a new line. */
export function sends(event: Pressed & { keyCode: number }, enterSends: boolean): boolean {
  const composing = event.isComposing || event.keyCode === ENTER_WHILE_COMPOSING;
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  return key === "Enter" && !composing && !altKey && !ctrlKey && !metaKey && shiftKey !== enterSends;
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
