import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST, tooMany } from "../../console/model/lengths";

test("the longest answer goes, and of one more it is said how many are over", () => {
  assert.equal(tooMany("x".repeat(LONGEST)), 0);
  assert.equal(tooMany("x".repeat(LONGEST + 12)), 12);
});

test("what is one character to the server is one here, however it is kept", () => {
  assert.equal(tooMany("😀".repeat(LONGEST)), 0);
  assert.equal(tooMany("😀".repeat(LONGEST + 1)), 1);
});
