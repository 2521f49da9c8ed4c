import assert from "node:assert/strict";
import { test } from "node:test";
import { Thread } from "../../console/model/thread";
import { aMessage } from "../builders";

const numbers = (thread: Thread) => thread.messages.map((message) => message.number);

function loaded(...known: number[]): Thread {
  const thread = new Thread();
  thread.page(known.map((number) => aMessage(number)), true);
  return thread;
}

test("messages stand in the server's order, however they come", () => {
  const thread = loaded(5, 6);
  thread.added(aMessage(8));
  thread.added(aMessage(7));
  thread.page([aMessage(3), aMessage(4)], false);
  assert.deepEqual(numbers(thread), [3, 4, 5, 6, 7, 8]);
});

test("a push that came while the first page was on its way is not lost", () => {
  const thread = new Thread();
  thread.added(aMessage(7));
  thread.page([aMessage(5), aMessage(6)], false);
  assert.deepEqual(numbers(thread), [5, 6, 7]);
});

test("a tick on a message of an earlier page leaves no hole in the thread", () => {
  const thread = loaded(50, 51);
  thread.altered(aMessage(3, { status: "read", direction: "out" }));
  assert.deepEqual(numbers(thread), [50, 51]);
});

test("an answer that was overtaken moves no tick down", () => {
  const thread = loaded(1);
  thread.added(aMessage(2, { direction: "out", status: "delivered" }));
  thread.answered([aMessage(2, { direction: "out", status: "waiting" })]);
  assert.equal(thread.messages[1]?.status, "delivered");
});

test("a failed message that is tried again waits again", () => {
  const thread = loaded(1);
  thread.added(aMessage(2, { direction: "out", status: "failed" }));
  thread.answered([aMessage(2, { direction: "out", status: "waiting" })]);
  assert.equal(thread.messages[1]?.status, "waiting");
});

test("after a snapshot the thread begins anew, without a hole", () => {
  const thread = loaded(1, 2);
  thread.restart();
  thread.page([aMessage(80), aMessage(81)], true);
  assert.deepEqual(numbers(thread), [80, 81]);
});
