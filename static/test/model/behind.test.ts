import assert from "node:assert/strict";
import { test } from "node:test";
import { behindOf } from "../../console/model/behind";
import { aMessage } from "../builders";

const LOST = { text: "The answer was lost: we are checking whether this arrived.", values: {} };
const ours = (number: number, status: "sending" | "waiting" | "sent", reason = false) =>
  aMessage(number, { direction: "out", status, reason: reason ? LOST : null });

test("what waits behind a lost answer says that this is being looked up", () => {
  const messages = [ours(1, "sending", true), ours(2, "waiting"), ours(3, "waiting")];
  assert.equal(behindOf(messages, messages[1]!), "searched");
  assert.equal(behindOf(messages, messages[2]!), "searched");
});

test("what waits behind one that is tried again says only that", () => {
  const messages = [ours(1, "waiting", true), ours(2, "waiting")];
  assert.equal(behindOf(messages, messages[1]!), "waiting");
});

test("what waits its turn for a moment says nothing, nor does what has left", () => {
  const messages = [ours(1, "sending"), ours(2, "waiting"), ours(3, "sending", true), ours(4, "sent")];
  assert.equal(behindOf(messages, messages[1]!), null);
  assert.equal(behindOf(messages, messages[3]!), null);
});
