import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf, Keys, type Place, type Pressed, sends } from "../console/keys";

const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "",
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  getModifierState: () => false,
  ...more,
});
const command = (event: Pressed, place: Place = "page", single = true) =>
  commandOf(event, place, single);

test("an offer is accepted from anywhere, also while writing", () => {
  const altEnter = pressed("Enter", { altKey: true });
  assert.equal(command(altEnter, "text"), "accept");
  assert.equal(command(altEnter, "page"), "accept");
});

test("single letters work outside text fields alone", () => {
  assert.equal(command(pressed("e")), "close");
  assert.equal(command(pressed("e"), "text"), null);
});

test("single letters can be switched off, the others stay", () => {
  assert.equal(command(pressed("e"), "page", false), null);
  assert.equal(command(pressed("j", { ctrlKey: true }), "page", false), "needs_me");
});

test("a Persian keyboard is read by the places of its keys", () => {
  assert.equal(command(pressed("ت", { code: "KeyJ" })), "down");
  assert.equal(command(pressed("ت", { code: "KeyJ", ctrlKey: true }), "text"), "needs_me");
  assert.equal(command(pressed("؟", { code: "Slash", shiftKey: true })), "help");
});

test("a Latin keyboard is read by its letters, wherever they stand", () => {
  assert.equal(command(pressed("j", { code: "KeyC" })), "down");
  assert.equal(command(pressed("§", { code: "Slash", shiftKey: true })), null);
});

test("nothing fires amid a composition, with AltGraph or on a choice", () => {
  assert.equal(command(pressed("j", { isComposing: true })), null);
  assert.equal(command(pressed("j", { getModifierState: () => true })), null);
  assert.equal(command(pressed("j"), "choice"), null);
});

test("no letter stands with Alt: those type ą and €", () => {
  for (const key of ["a", "e", "j", "h"]) assert.equal(command(pressed(key, { altKey: true })), null);
});

test("control and shift together stay the browser's, but for Enter", () => {
  const both = { ctrlKey: true, shiftKey: true };
  assert.equal(command(pressed("J", both)), null);
  assert.equal(command(pressed("Enter", both), "text"), "send_and_close");
  assert.equal(command(pressed("Enter", { metaKey: true, shiftKey: true }), "text"), "send_and_close");
  assert.equal(command(pressed("Enter", { ctrlKey: true }), "text"), null);
});

/** ui.md §4, the single keys: what each letter means, and where it stands on a Persian keyboard. */
const LETTERS: [letter: string, persian: string, meaning: string][] = [
  ["j", "ت", "down"],
  ["k", "ن", "up"],
  ["r", "ق", "reply"],
  ["n", "د", "note"],
  ["t", "ف", "template"],
  ["h", "ا", "hand_over"],
  ["p", "ح", "park"],
  ["e", "ث", "close"],
  ["u", "ع", "unread"],
  ["i", "ه", "panel"],
  ["f", "ب", "find"],
];

test("every letter means the same by Latin and by Persian letters, and nothing while one writes", () => {
  for (const [letter, persian, meaning] of LETTERS) {
    const code = `Key${letter.toUpperCase()}`;
    assert.equal(command(pressed(letter)), meaning);
    assert.equal(command(pressed(persian, { code })), meaning);
    assert.equal(command(pressed(letter), "text"), null);
    assert.equal(command(pressed(letter), "page", false), null);
  }
});

/** What two keys mean one after the other, so many milliseconds apart. */
const both = (first: Pressed, second: Pressed, { apart = 300, place = "page" as Place, single = true } = {}) => {
  const keys = new Keys();
  keys.read(first, place, single, 0);
  return keys.read(second, place, single, apart);
};

test("G and a letter go to a page", () => {
  const g = pressed("g");
  const places = { c: "conversations", l: "live", p: "contacts", k: "campaigns", s: "settings" };
  for (const [letter, place] of Object.entries(places)) {
    assert.equal(both(g, pressed(letter)), `go_${place}`);
  }
  assert.equal(both(pressed("ل", { code: "KeyG" }), pressed("م", { code: "KeyL" })), "go_live");
});

test("what follows G is a place or nothing, and alone again a moment later", () => {
  const g = pressed("g");
  assert.equal(both(g, pressed("e")), null);
  assert.equal(both(g, pressed("e"), { apart: 1500 }), "close");
  assert.equal(both(g, pressed("p"), { apart: 1500 }), "park");
});

test("G goes nowhere while one writes, or where single letters are switched off", () => {
  assert.equal(both(pressed("g"), pressed("c"), { place: "text" }), null);
  assert.equal(both(pressed("g"), pressed("c"), { single: false }), null);
});

test("a key beside it does not end what G began", () => {
  const keys = new Keys();
  keys.read(pressed("g"), "page", true, 0);
  keys.read(pressed("Shift"), "page", true, 100);
  assert.equal(keys.read(pressed("c"), "page", true, 200), "go_conversations");
});

test("Enter sends and Shift Enter begins a new line, or the other way round, as one has chosen", () => {
  const enter = (more: Partial<Pressed> & { keyCode?: number } = {}) => ({ keyCode: 13, ...pressed("Enter", more), ...more });
  const shift = enter({ shiftKey: true });
  assert.deepEqual([sends(enter(), true), sends(shift, true)], [true, false]);
  assert.deepEqual([sends(enter(), false), sends(shift, false)], [false, true]);

  for (const enterSends of [true, false]) {
    for (const one of ["altKey", "ctrlKey", "metaKey"]) {
      for (const shiftKey of [true, false]) {
        assert.equal(sends(enter({ [one]: true, shiftKey }), enterSends), false);
      }
    }
    // The Enter that ends a composition, as older Safari has it too.
    const shiftKey = !enterSends;
    assert.equal(sends(enter({ isComposing: true, shiftKey }), enterSends), false);
    assert.equal(sends(enter({ keyCode: 229, shiftKey }), enterSends), false);
  }
});
