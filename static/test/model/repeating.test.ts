import assert from "node:assert/strict";
import { test } from "node:test";
import { mayGoAgain } from "../../console/model/repeating";
import { aMessage } from "../builders";

const failed = (reason_code: string | null) =>
  aMessage(2, { direction: "out", status: "failed", at: "2026-11-22T10:00:00Z", reason_code });
const now = Date.parse("2026-11-22T12:00:00Z");
const LATER_WORD = "2026-11-23T11:00:00Z";
const EARLIER_WORD = "2026-11-23T09:00:00Z";

test("what failed for a passing reason may go again while the window is open", () => {
  for (const code of ["30008", "63018", null]) {
    assert.equal(mayGoAgain(failed(code), EARLIER_WORD, now), true);
  }
});

test("nothing goes again while the window is shut", () => {
  assert.equal(mayGoAgain(failed("30008"), "2026-11-22T11:59:59Z", now), false);
  assert.equal(mayGoAgain(failed("30008"), null, now), false);
});

test("what only the contact can change waits for a word of theirs", () => {
  for (const code of ["63016", "21610", "63014"]) {
    assert.equal(mayGoAgain(failed(code), EARLIER_WORD, now), false);
    assert.equal(mayGoAgain(failed(code), LATER_WORD, now), true);
  }
});

test("a wrong number or a refused text is not sent again as it is", () => {
  for (const code of ["21211", "63003", "63013"]) {
    assert.equal(mayGoAgain(failed(code), LATER_WORD, now), false);
  }
});
