import assert from "node:assert/strict";
import { test } from "node:test";
import { Reading } from "../../console/model/reading";
import { aMessage, aRow, MapStore } from "../builders";

const last = (at: string, direction: "in" | "out" = "in") => ({
  body: "words",
  kind: "text" as const,
  direction,
  at,
});

test("what came is counted until it was read", () => {
  const reading = new Reading(new MapStore(), "anna");
  const row = aRow({ last: last("2026-11-22T12:02:00Z") });
  reading.arrived(row.key, aMessage(1));
  reading.arrived(row.key, aMessage(2));
  assert.equal(reading.unread(row), 2);

  reading.read(row.key, row.last!.at);

  assert.equal(reading.unread(row), 0);
});

test("after a reload read stays read, and words that came meanwhile are new", () => {
  const store = new MapStore();
  const row = aRow({ last: last("2026-11-22T12:02:00Z") });
  new Reading(store, "anna").read(row.key, row.last!.at);

  const reloaded = new Reading(store, "anna");

  assert.equal(reloaded.unread(row), 0);
  assert.equal(reloaded.unread({ ...row, last: last("2026-11-22T12:03:00Z") }), 1);
});

test("where our words are the last there is nothing new", () => {
  const reading = new Reading(new MapStore(), "anna");
  assert.equal(reading.unread(aRow({ last: last("2026-11-22T12:02:00Z", "out") })), 0);
});
