import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Level } from "../../console/desk/level";
import { ServerClock } from "../../console/model/clock";
import type { Push } from "../../console/protocol";
import { aMessage, NOON } from "../builders";
import { FakeServer, lose, refuse } from "./server";

const push = (n: number, name = "message_added"): Push =>
  ({ name, payload: { streams: { user: n }, conversation: "cnv_1", message: aMessage(n) } }) as Push;
const heads = (user: number) => ({ user });
const snapshot = (user: number) => ({ conversations: [], heads: heads(user), server_time: NOON });

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A page that has just connected and is level at 5. */
async function aPage(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const server = new FakeServer();
  server.replies = {
    snapshot: () => snapshot(5),
    renew: () => ({ heads: heads(5), server_time: NOON }),
  };
  const shown: number[] = [];
  const told: string[] = [];
  const level = new Level(server.ask, new ServerClock(), {
    events: (events) => shown.push(...events.map((event) => event.payload.streams.user!)),
    snapshot: () => void told.push("snapshot"),
    standing: () => {},
    wants: () => ({}),
    level: (messages) => void told.push(`level ${messages}`),
    silent: () => void told.push("silent"),
    signedOut: () => void told.push("signed out"),
  });
  level.connected();
  await turns();
  const pass = async (ms: number) => {
    t.mock.timers.tick(ms);
    await turns();
  };
  return { server, level, shown, told, pass };
}

test("a page that connects asks for a snapshot and is level", async (t) => {
  const { told } = await aPage(t);
  assert.deepEqual(told, ["snapshot", "level null"]);
});

test("a lost push is asked for when the next one shows the gap", async (t) => {
  const { server, level, shown, pass } = await aPage(t);
  server.replies.catch_up = () => ({ events: [push(6), push(7)], heads: heads(7) });
  level.pushed(push(7));
  assert.deepEqual(shown, []);

  await pass(150);

  assert.deepEqual(shown, [6, 7]);
  assert.deepEqual(server.asked.at(-1), ["catch_up", { cursors: heads(5) }]);
});

test("a push that was only overtaken is not asked for", async (t) => {
  const { server, level, shown, pass } = await aPage(t);
  level.pushed(push(7));
  level.pushed(push(6));
  await pass(150);
  assert.deepEqual(shown, [6, 7]);
  assert.equal(server.count("catch_up"), 0);
});

test("a lost push that nothing follows is found by the heads of the next renewal", async (t) => {
  const { server, shown, pass } = await aPage(t);
  server.replies.renew = () => ({ heads: heads(6), server_time: NOON });
  server.replies.catch_up = () => ({ events: [push(6)], heads: heads(6) });

  await pass(10_000);
  await pass(150);

  assert.deepEqual(shown, [6]);
});

test("after a lost connection exactly what was missed comes, and its messages are counted", async (t) => {
  const { server, level, shown, told } = await aPage(t);
  level.disconnected();
  server.replies.catch_up = () => ({
    events: [push(6), push(7, "passed"), push(8)],
    heads: heads(8),
  });

  level.connected();
  await turns();

  assert.deepEqual(shown, [6, 7, 8]);
  assert.equal(told.at(-1), "level 2");
  assert.equal(server.count("snapshot"), 1);
});

test("a gap too wide is answered by a snapshot", async (t) => {
  const { server, level, told } = await aPage(t);
  level.disconnected();
  server.replies.catch_up = () => ({ snapshot: snapshot(900) });
  level.connected();
  await turns();
  assert.deepEqual(told.slice(2), ["snapshot", "level null"]);
});

test("other streams than before are learnt by a snapshot", async (t) => {
  const { server, told, pass } = await aPage(t);
  server.replies.renew = () => ({ heads: { user: 5, sales: 3 }, server_time: NOON });
  server.replies.snapshot = () => ({ ...snapshot(5), heads: { user: 5, sales: 3 } });
  await pass(10_000);
  await pass(150);
  assert.equal(told.filter((one) => one === "snapshot").length, 2);
});

test("a question that nobody answers is asked again", async (t) => {
  const { server, level, shown, pass } = await aPage(t);
  server.replies.catch_up = lose;
  level.pushed(push(7));
  await pass(150);
  server.replies.catch_up = () => ({ events: [push(6), push(7)], heads: heads(7) });
  await pass(2000);
  assert.deepEqual(shown, [6, 7]);
});

test("a line that looks open and answers no renewal is given up", async (t) => {
  const { server, told, pass } = await aPage(t);
  server.replies.renew = lose;
  await pass(10_000);
  assert.equal(told.at(-1), "silent");
});

test("a page that is signed out hears so from its next renewal", async (t) => {
  const { server, told, pass } = await aPage(t);
  server.replies.renew = () => refuse("signed_out");
  await pass(10_000);
  assert.equal(told.at(-1), "signed out");
});

test("a gap that answers do not close ends in a snapshot, not in asking for ever", async (t) => {
  const { server, level, told, pass } = await aPage(t);
  server.replies.catch_up = () => ({ events: [], heads: heads(5) });
  server.replies.snapshot = () => snapshot(7);
  level.pushed(push(7));
  for (let turn = 0; turn < 10; turn += 1) await pass(150);
  assert.equal(told.at(-1), "snapshot");
  assert.equal(server.count("catch_up"), 3);
});
