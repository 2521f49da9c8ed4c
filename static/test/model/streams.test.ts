import assert from "node:assert/strict";
import { test } from "node:test";
import { Streams } from "../../console/model/streams";

type Event = { name: string; payload: { streams: Record<string, number> } };

const event = (name: string, streams: Record<string, number>): Event => ({
  name,
  payload: { streams },
});
const names = (events: Event[]) => events.map(({ name }) => name);

function started(heads: Record<string, number> = { user: 5, sales: 9 }): Streams<Event> {
  const streams = new Streams<Event>();
  streams.start(heads);
  return streams;
}

test("the next number is let through, a number seen before is dropped", () => {
  const streams = started();
  assert.deepEqual(names(streams.receive(event("a", { user: 6 }))), ["a"]);
  assert.deepEqual(names(streams.receive(event("a", { user: 6 }))), []);
});

test("streams that are not mine are not counted", () => {
  const streams = started();
  assert.deepEqual(names(streams.receive(event("a", { user: 6, foreign: 400 }))), ["a"]);
  assert.equal(streams.gap, false);
});

test("a skipped number holds what follows until the missing one comes", () => {
  const streams = started();
  assert.deepEqual(names(streams.receive(event("second", { user: 7 }))), []);
  assert.equal(streams.gap, true);
  assert.deepEqual(names(streams.receive(event("first", { user: 6 }))), ["first", "second"]);
  assert.equal(streams.gap, false);
});

test("an event of two streams waits for both", () => {
  const streams = started();
  assert.deepEqual(names(streams.receive(event("both", { user: 6, sales: 11 }))), []);
  assert.deepEqual(names(streams.receive(event("sales", { sales: 10 }))), ["sales", "both"]);
});

test("what was caught up is not shown twice when its push comes after all", () => {
  const streams = started();
  streams.receive(event("held", { user: 8 }));
  const missed = [event("one", { user: 6 }), event("two", { user: 7 })];
  assert.deepEqual(names(streams.caughtUp(missed, { user: 7, sales: 9 })), ["one", "two", "held"]);
  assert.deepEqual(names(streams.receive(event("one", { user: 6 }))), []);
});

test("a push that overtook the first snapshot is kept and shown after it", () => {
  const streams = new Streams<Event>();
  assert.deepEqual(names(streams.receive(event("old", { user: 5 }))), []);
  assert.deepEqual(names(streams.receive(event("new", { user: 6 }))), []);
  assert.deepEqual(names(streams.start({ user: 5 })), ["new"]);
});

test("heads tell whether a push was lost, even when none followed it", () => {
  const streams = started();
  assert.equal(streams.compare({ user: 5, sales: 9 }), "level");
  assert.equal(streams.compare({ user: 5, sales: 10 }), "behind");
});

test("other streams than before need a snapshot", () => {
  const streams = started();
  assert.equal(streams.compare({ user: 5 }), "other");
  assert.equal(streams.compare({ user: 5, support: 1 }), "other");
});
