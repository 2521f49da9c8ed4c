import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf, type Place, type Pressed } from "../console/keys";

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

test("control and shift together stay the browser's", () => {
  assert.equal(command(pressed("J", { ctrlKey: true, shiftKey: true })), null);
});
