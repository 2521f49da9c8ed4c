import assert from "node:assert/strict";
import { test } from "node:test";
import { matching, soughtIn, unfilledIn } from "../../console/model/canned";

const reply = (shortcut: string, body = "…") => ({ key: shortcut, shortcut, body, own: false });
const names = (sought: string) =>
  matching(
    [reply("late-invoice"), reply("hello"), reply("invoice"), reply("bye", "About the invoice"), reply("été")],
    sought,
  ).map((one) => one.shortcut);

test("a slash in an empty field looks for a reply, a slash in a text does not", () => {
  assert.equal(soughtIn("/"), "");
  assert.equal(soughtIn("/Inv"), "inv");
  assert.equal(soughtIn("a/b"), null);
  assert.equal(soughtIn("/two words"), null);
});

test("shortcuts that begin with it come first, then those that hold it, then texts", () => {
  assert.deepEqual(names("inv"), ["invoice", "late-invoice", "bye"]);
  assert.deepEqual(names("nothing"), []);
});

test("marks and the Arabic keyboard's letters do not matter", () => {
  assert.deepEqual(names("ete"), ["été"]);
  assert.deepEqual(matching([reply("یک")], soughtIn("/يك")!).length, 1);
});

test("a variable that still stands is named, other braces are the writer's own", () => {
  assert.equal(unfilledIn("Hello {first_name}, {agent}"), "{first_name}");
  assert.equal(unfilledIn("a {b} c"), null);
});
