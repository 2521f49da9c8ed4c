import assert from "node:assert/strict";
import { test } from "node:test";
import { Queue } from "../../console/model/queue";
import { aRow } from "../builders";

const waits = (since: string, rank = 1) =>
  aRow({ state: "waiting", agent: null, waiting_since: since, queue_rank: rank });
const BACK = waits("2026-11-22T12:05:00Z", 0);
const LONG = waits("2026-11-22T12:01:00Z");

test("the oldest is who has waited longest, wherever they stand", () => {
  const queue = new Queue();
  queue.told({ length: 2, oldest: LONG.waiting_since }, [BACK, LONG]);
  assert.deepEqual(queue.of([BACK, LONG]), { length: 2, oldest: LONG.waiting_since });
});

test("who was taken since the server counted is counted no more", () => {
  const queue = new Queue();
  queue.told({ length: 2, oldest: LONG.waiting_since }, [BACK, LONG]);
  assert.deepEqual(queue.of([BACK]), { length: 1, oldest: BACK.waiting_since });
  assert.deepEqual(queue.of([]), { length: 0, oldest: null });
});

test("of more than this page has rows the server's word counts", () => {
  const queue = new Queue();
  queue.told({ length: 340, oldest: "2026-11-22T11:00:00Z" }, [BACK, LONG]);
  assert.deepEqual(queue.of([BACK, LONG]), { length: 340, oldest: "2026-11-22T11:00:00Z" });
});

test("where few rows are left of many who wait, the next are fetched", () => {
  const queue = new Queue();
  const rows = Array.from({ length: 100 }, () => LONG);
  assert.equal(queue.isShort([]), false);
  queue.told({ length: 1000, oldest: LONG.waiting_since }, rows);
  assert.equal(queue.isShort(rows), false);
  assert.equal(queue.isShort(rows.slice(1)), true);
  queue.told({ length: 99, oldest: LONG.waiting_since }, rows.slice(1));
  assert.equal(queue.isShort(rows.slice(1)), false);
});
