import assert from "node:assert/strict";
import { test } from "node:test";
import { parts } from "../../console/model/links";

const links = (text: string) => parts(text).filter(({ href }) => href).map(({ text, href }) => [text, href]);

test("addresses, mail and numbers are links, and the text stays the same", () => {
  const text = "See https://example.com/a?b=1, www.example.pl or write to ana@example.com (+48 500 100 200).";
  assert.deepEqual(links(text), [
    ["https://example.com/a?b=1", "https://example.com/a?b=1"],
    ["www.example.pl", "https://www.example.pl/"],
    ["ana@example.com", "mailto:ana@example.com"],
    ["+48 500 100 200", "tel:+48500100200"],
  ]);
  assert.equal(parts(text).map(({ text }) => text).join(""), text);
});

test("no other scheme is a link, nor an address that deceives about its host", () => {
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "vbscript:x",
    "https://bank.example@evil.example/",
    "https://user:word@evil.example/",
    "https://localhost/",
    "http://",
    "mailto:",
    "tel:",
  ]) {
    assert.deepEqual(links(text), [], text);
  }
});

test("a script inside an address stays in the address", () => {
  assert.deepEqual(links('https://example.com/"><script>alert(1)</script>'), [
    ["https://example.com/", "https://example.com/"],
  ]);
  assert.deepEqual(links("https://example.com/javascript:alert(1)")[0]![1], "https://example.com/javascript:alert(1)");
});

test("brackets that belong to an address stay in it, others and the end of a sentence do not", () => {
  assert.deepEqual(links("(https://fa.wikipedia.org/wiki/A_(b))")[0]![0], "https://fa.wikipedia.org/wiki/A_(b)");
  assert.deepEqual(links("به https://example.com/؟ بروید")[0]![0], "https://example.com/");
  assert.deepEqual(links("«https://example.com/»")[0]![0], "https://example.com/");
});

test("a word that only looks like one is none", () => {
  assert.deepEqual(links("awww.example.com xhttps://example.com 12+34 3+4567 a@b"), []);
});
