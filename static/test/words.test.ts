import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { write } from "../console/format";
import { gettext, inWords, ngettext, speak, withItsEnd } from "../console/words";

afterEach(() => {
  speak("en", null);
  write("en", "ltr");
});

const polish = {
  language: "pl",
  words: {
    Close: "Zamknij",
    "%(n)s message": {
      one: "%(n)s wiadomość",
      few: "%(n)s wiadomości",
      many: "%(n)s wiadomości(wielu)",
      other: "%(n)s wiadomości(inne)",
    },
  },
};
const messages = (n: number) => ngettext("%(n)s message", "%(n)s messages", n);

test("English is its own catalog", () => {
  assert.equal(gettext("Close"), "Close");
  assert.equal(messages(1), "1 message");
  assert.equal(messages(2), "2 messages");
});

test("a sentence is put into the reader's language, one not translated yet stays English", () => {
  speak("pl", polish);
  assert.equal(gettext("Close"), "Zamknij");
  assert.equal(gettext("Hand over"), "Hand over");
});

test("Polish has three plurals", () => {
  speak("pl", polish);
  write("pl", "ltr");
  assert.equal(messages(1), "1 wiadomość");
  assert.equal(messages(3), "3 wiadomości");
  assert.equal(messages(5), "5 wiadomości(wielu)");
  assert.equal(messages(22), "22 wiadomości");
});

test("values are put in by name, a missing one is not hidden", () => {
  assert.equal(gettext("Went to %(name)s", { name: "Piotr" }), "Went to Piotr");
  assert.equal(gettext("%(a)s of %(b)s, 100 %%", { a: 1 }), "1 of %(b)s, 100 %");
});

test("a moment is told by the reader's clock and calendar", () => {
  const until = { moment: "2026-11-23T08:00:00.000Z" };
  const said = gettext("Closed until %(moment)s.", until);
  assert.match(said, /^Closed until 2[34] Nov 2026, \d\d:\d\d\.$/);
  write("fa", "rtl");
  assert.match(gettext("Closed until %(moment)s.", until), /۱۴۰۵/);
});

test("the server's words take the same way", () => {
  speak("pl", polish);
  assert.equal(inWords({ text: "Close", values: {} }), "Zamknij");
});

test("Persian writes its own digits and keeps a Latin name from turning the sentence", () => {
  speak("fa", { language: "fa", words: { "Went to %(name)s, %(n)s": "به %(name)s رسید، %(n)s" } });
  write("fa", "rtl");
  const said = gettext("Went to %(name)s, %(n)s", { name: "Piotr", n: 12 });
  assert.equal(said, "به \u2068Piotr\u2069 رسید، ۱۲");
});

test("a name cannot turn the direction of what follows it", () => {
  assert.equal(gettext("Went to %(name)s", { name: "a\u202Eb" }), "Went to a□b");
});

test("a place's name is told apart from the words before it, to be cut at its own end", () => {
  speak("fa", { language: "fa", words: { "Location: %(place)s": "موقعیت: %(place)s" } });
  write("fa", "rtl");

  const line = { text: "Location: %(place)s", values: { place: "Piazza di Spagna, Roma" } };

  assert.deepEqual(withItsEnd(line), ["موقعیت:", "Piazza di Spagna, Roma"]);
  assert.deepEqual(withItsEnd({ text: "Voice message", values: {} }), ["", "Voice message"]);
});
