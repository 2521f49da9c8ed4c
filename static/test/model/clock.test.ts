import assert from "node:assert/strict";
import { test } from "node:test";
import { ServerClock } from "../../console/model/clock";

const NOON = "2026-11-22T12:00:00.000Z";
const later = (ms: number) => new Date(Date.parse(NOON) + ms).toISOString();

/** A stopwatch that the test moves. */
function aClock(): { clock: ServerClock; pass(ms: number): void; stopwatch(): number } {
  let now = 1000;
  const clock = new ServerClock(() => now);
  return { clock, pass: (ms) => void (now += ms), stopwatch: () => now };
}

test("a countdown is right on a device whose clock is three hours wrong", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse(NOON) - 3 * 3_600_000 });
  const { clock, pass, stopwatch } = aClock();
  clock.sample(NOON, stopwatch());

  pass(12_000);

  assert.equal(clock.until(later(30_000)), 18_000);
});

test("changing the device's clock changes no countdown", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse(NOON) });
  const { clock, stopwatch } = aClock();
  clock.sample(NOON, stopwatch());

  t.mock.timers.setTime(Date.parse(NOON) + 86_400_000);

  assert.equal(clock.until(later(30_000)), 30_000);
});

test("the way of the answer is halved", () => {
  const { clock, pass, stopwatch } = aClock();
  const asked = stopwatch();
  pass(200);
  clock.sample(NOON, asked);
  assert.equal(clock.now(), Date.parse(NOON) + 100);
});

test("a slow answer does not spoil what a quick one has told", () => {
  const { clock, pass, stopwatch } = aClock();
  clock.sample(NOON, stopwatch());
  const asked = stopwatch();
  pass(4000);
  clock.sample(later(500), asked);
  assert.equal(clock.now(), Date.parse(NOON) + 4000);
});

test("after a sleep in which the stopwatch stood still a slow answer is believed", () => {
  const { clock, pass, stopwatch } = aClock();
  clock.sample(NOON, stopwatch());
  const asked = stopwatch();
  pass(1000);
  clock.sample(later(3_600_000), asked);
  assert.equal(clock.now(), Date.parse(NOON) + 3_600_500);
});
