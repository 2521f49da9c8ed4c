import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, missing, oneLine, sought, stretches } from "../../console/model/templates";
import { closesSoon } from "../../console/model/window";
import type { ListedTemplate } from "../../console/protocol";
import { aRow } from "../builders";

function template(name: string, change: Partial<ListedTemplate> = {}): ListedTemplate {
  return {
    sid: `HX${name}`,
    name,
    language: "en",
    body: "Hello {{1}}, it is {{2}}.",
    variables: ["1", "2"],
    examples: {},
    category: "utility",
    approval: "approved",
    reason: "",
    ...change,
  };
}

const names = (found: ListedTemplate[]) => found.map(({ name }) => name);

test("what can be sent stands first, and of it the contact's language", () => {
  const listed = [
    template("rejected", { approval: "rejected", language: "pl" }),
    template("english"),
    template("german", { language: "de" }),
    template("polish", { language: "pl_PL" }),
  ];
  assert.deepEqual(names(inOrder(listed, ["pl", "en"])), ["polish", "english", "german", "rejected"]);
});

test("a search finds by name, language and words, whatever the accents", () => {
  const listed = [template("order", { body: "Zamówienie w drodze" }), template("code")];
  assert.deepEqual(names(sought(listed, "ZAMOWIENIE drodz")), ["order"]);
  assert.deepEqual(names(sought(listed, "en cod")), ["code"]);
  assert.deepEqual(names(sought(listed, " ")), ["order", "code"]);
  assert.deepEqual(names(sought([template("fa", { body: "کتاب علی" })], "كتاب علي")), ["fa"]);
});

test("a preview shows what stands for each variable, and which one has nothing", () => {
  const found = stretches("Hello {{1}}, it is {{ 2 }}.", { 1: "Marta\n K", 2: " " });
  assert.deepEqual(found, [
    { text: "Hello " },
    { name: "1", value: "Marta K" },
    { text: ", it is " },
    { name: "2", value: "" },
    { text: "." },
  ]);
  assert.deepEqual(missing(template("a"), { 1: "Marta", 2: " " }), ["2"]);
  assert.equal(oneLine(" a\n\tb "), "a b");
});

test("a window that closes within two hours is told of, one that is shut or long is not", () => {
  const clock = { until: (at: string) => Date.parse(at) - Date.parse("2026-11-22T12:00:00Z") };
  const ends = (at: string | null) => closesSoon(aRow({ window_ends_at: at }), clock);
  assert.equal(ends("2026-11-22T14:00:00Z"), true);
  assert.equal(ends("2026-11-22T14:00:01Z"), false);
  assert.equal(ends("2026-11-22T12:00:00Z"), false);
  assert.equal(ends(null), false);
});
