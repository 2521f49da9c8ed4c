import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { countdown, dateAndHour, day, daysAgo, digits, exactHour, moment, number, stopwatch, write } from "../console/format";

afterEach(() => write("en", "ltr"));

test("a countdown never says zero while there is time", () => {
  assert.equal(countdown(84_000), "1:24");
  assert.equal(countdown(1), "0:01");
  assert.equal(countdown(0), "0:00");
  assert.equal(countdown(-5000), "0:00");
});

test("a stopwatch never says more than has gone by", () => {
  assert.equal(stopwatch(84_999), "1:24");
});

test("Persian counts in its own digits", () => {
  write("fa", "rtl");
  assert.equal(countdown(84_000), "۱:۲۴");
  assert.equal(number(1204), "۱٬۲۰۴");
  assert.equal(digits(1204), "۱۲۰۴");
});

test("a Persian day is Solar Hijri, its tooltip Gregorian", () => {
  write("fa", "rtl");
  const at = "2026-11-22T12:00:00Z";
  assert.match(day(at, Date.parse(at)), /۱ آذر|آذر/);
  assert.match(moment(at), /۲۰۲۶/);
});

test("days are the reader's calendar days, not spans of 24 hours", () => {
  const now = new Date(2026, 10, 22, 0, 30).getTime();
  const lateYesterday = new Date(2026, 10, 21, 23, 50).toISOString();
  assert.equal(daysAgo(lateYesterday, now), 1);
  assert.equal(daysAgo(new Date(now).toISOString(), now), 0);
});

test("with a zone every time is of that zone, whatever the browser's is", () => {
  write("en", "ltr", "Asia/Tehran");
  assert.equal(exactHour("2026-11-22T21:00:05Z"), "00:30:05");
  assert.match(dateAndHour("2026-11-22T21:00:05Z"), /23 Nov 2026, 00:30/);
  write("en", "ltr", "America/New_York");
  assert.equal(exactHour("2026-11-22T21:00:05Z"), "16:00:05");
});
