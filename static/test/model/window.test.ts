import assert from "node:assert/strict";
import { test } from "node:test";
import { seatsOf } from "../../console/model/seats";
import { windowOf } from "../../console/model/window";
import type { Me } from "../../console/protocol";

const MINUTE = 60_000;

test("the window closes in steps that an agent can still act on", () => {
  assert.equal(windowOf(23 * 60 * MINUTE), "open");
  assert.equal(windowOf(119 * MINUTE), "closing");
  assert.equal(windowOf(14 * MINUTE), "last_minutes");
  assert.equal(windowOf(0), "shut");
});

const me = { seats_taken: 4, max_interactions: 5 } as Me;

test("an offer holds its seat already", () => {
  assert.deepEqual(seatsOf(me, 1), { taken: 3, offered: 1, free: 1, drawn: true });
});

test("a limit lowered below what is in hand leaves no seat free", () => {
  assert.equal(seatsOf({ ...me, max_interactions: 2 }, 0).free, 0);
});

test("many seats are told by digits alone", () => {
  assert.equal(seatsOf({ ...me, max_interactions: 50 }, 0).drawn, false);
});
