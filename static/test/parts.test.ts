import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../../tests/fixtures/sms/cases.json";
import { count, outside } from "../pages/parts";
import { diff, plain } from "../pages/plain_letters";

const instead: Record<string, string> = cases.letters;

for (const { text, encoding, units, parts, ...told } of cases.texts) {
  test(`the browser counts like the server: ${text.slice(0, 20)}`, () => {
    assert.deepEqual(count(text), { encoding, units, parts });
    assert.equal(outside(text), told.outside);
    assert.deepEqual(
      diff(text).map(({ was, now }) => [was, now]),
      told.spans,
    );
  });
}

test("the browser writes every letter as the server does", () => {
  for (let code = 0x80; code < 0x2200; code++) {
    const letter = String.fromCodePoint(code);
    assert.equal(plain(letter), instead[letter] ?? letter, `U+${code.toString(16)}`);
  }
});
