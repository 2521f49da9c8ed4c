import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, MOST, newer, older, oldest, PAGE } from "../../console/model/drawn";
import { aMessage } from "../builders";

const thousand = Array.from({ length: 1000 }, (_, place) => aMessage(place + 1));
const ends = ({ shown }: ReturnType<typeof drawn>) => [shown[0]?.number, shown.at(-1)?.number];

test("at first the newest are drawn, never more than the limit", () => {
  assert.deepEqual(ends(drawn(thousand, null)), [1000 - MOST + 1, 1000]);
});

test("a page up draws older ones and lets the newest go", () => {
  const end = older(thousand, null);
  assert.deepEqual(ends(drawn(thousand, end)), [1000 - MOST + 1 - PAGE, 1000 - PAGE]);
});

test("the way back down ends at the newest, where new ones are drawn as they come", () => {
  let end = oldest(thousand);
  assert.deepEqual(ends(drawn(thousand, end)), [1, MOST]);
  while (end !== null) end = newer(thousand, end);
  assert.deepEqual(ends(drawn([...thousand, aMessage(1001)], end)), [1001 - MOST + 1, 1001]);
});

test("new messages do not move what is drawn further up", () => {
  const end = older(thousand, null);
  const before = ends(drawn(thousand, end));
  assert.deepEqual(ends(drawn([...thousand, aMessage(1001)], end)), before);
});

test("of a thread of 10,000 messages no more than the limit is ever drawn", () => {
  const long = Array.from({ length: 10_000 }, (_, place) => aMessage(place + 1));
  for (const end of [null, older(long, null), oldest(long), 5000]) {
    assert.equal(drawn(long, end).shown.length, MOST);
  }
});
