import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Finding } from "../../console/desk/finding";
import { FakeServer } from "./server";

/** A thread that is looked at in stretches, and what it was led to. */
async function looked(stretches: { found: string[]; next: number | null }[], text = "hello") {
  mock.timers.enable({ apis: ["setTimeout"] });
  const server = new FakeServer();
  server.replies.find = () => {
    const { found, next } = stretches.shift()!;
    return { found: found.map((key) => ({ key, number: 1 })), next };
  };
  const led: string[] = [];
  const finding = new Finding(server.ask, "cnv_1", (message) => void led.push(message));
  finding.typed(text);
  mock.timers.tick(200);
  mock.timers.reset();
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  return { server, led, finding };
}

test("what is found is led to at once, the newest first, and the rest is counted", async () => {
  const { finding, led, server } = await looked([
    { found: ["msg_9", "msg_7"], next: 5 },
    { found: ["msg_2"], next: null },
  ]);

  assert.deepEqual(finding.found, ["msg_9", "msg_7", "msg_2"]);
  assert.deepEqual(led, ["msg_9"]);
  assert.deepEqual(server.asked.map(([, asked]) => (asked as { before?: number }).before), [undefined, 5]);
});

test("one steps to the older and back to the newer, round and round", async () => {
  const { finding, led } = await looked([{ found: ["msg_9", "msg_2"], next: null }]);

  for (const by of [1, 1, -1] as const) finding.step(by);

  assert.deepEqual(led, ["msg_9", "msg_2", "msg_9", "msg_2"]);
});

test("a single letter is looked for nowhere", async () => {
  const { finding, server } = await looked([], "h");

  assert.deepEqual([finding.state, server.asked], ["nothing", []]);
});
