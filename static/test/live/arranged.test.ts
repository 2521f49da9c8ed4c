import assert from "node:assert/strict";
import { test } from "node:test";
import { arranged } from "../../live/arranged";

const rows = (...keys: string[]) => keys.map((key) => ({ key }));
const shown = (placed: ReturnType<typeof arranged>) =>
  placed.map(({ row, isGone }) => (isGone ? `(${row.key})` : row.key));

test("rows that nobody points at stand as they come", () => {
  const before = arranged(rows("a", "b"), [], false);
  assert.deepEqual(shown(arranged(rows("b", "a", "c"), before, false)), ["b", "a", "c"]);
});

test("rows that are pointed at keep their places; what is gone says so, what is new comes last", () => {
  const before = arranged(rows("a", "b", "c"), [], false);
  const held = arranged(rows("d", "c", "a"), before, true);
  assert.deepEqual(shown(held), ["a", "(b)", "c", "d"]);
  assert.deepEqual(shown(arranged(rows("d", "c", "a", "b"), held, true)), ["a", "b", "c", "d"]);
  assert.deepEqual(shown(arranged(rows("d", "c", "a"), held, false)), ["d", "c", "a"]);
});

test("figures of a row that keeps its place are the newest", () => {
  const before = arranged([{ key: "a", n: 1 }], [], false);
  assert.equal(arranged([{ key: "a", n: 2 }], before, true)[0]?.row.n, 2);
});
