import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../../console/questions";
import { Look } from "../../live/look";

const TIME = "2026-11-22T12:00:00.000Z";

function house() {
  const asked: [string, unknown][] = [];
  const server = { version: "1", refuse: null as Refused | null, asked };
  const ask = async (name: string, payload: { version?: string }) => {
    asked.push([name, payload]);
    if (name !== "figures") {
      if (server.refuse) throw server.refuse;
      return {};
    }
    const told = { version: server.version, as_of: TIME, server_time: TIME };
    return payload.version === server.version ? told : { ...told, board: { open: asked.length } };
  };
  return { server, ask: ask as never };
}

test("figures that have not changed are not told again", async () => {
  const { server, ask } = house();
  const look = new Look(ask);
  await look.tick();
  await look.tick();
  assert.deepEqual(server.asked.map(([, payload]) => payload), [{ version: "" }, { version: "1" }]);
  assert.equal(look.board?.open, 1);
});

test("nothing is asked while nobody looks, while paused, or without a line", async () => {
  const { server, ask } = house();
  let seen = false;
  const look = new Look(ask, () => seen);
  await look.tick();
  seen = true;
  look.pausedAt = 1;
  await look.tick();
  look.pausedAt = null;
  look.isConnected = false;
  await look.tick();
  assert.equal(server.asked.length, 0);
});

test("the ages of a page that is paused stand still", async () => {
  const { ask } = house();
  let stopwatch = 0;
  const look = new Look(ask, () => true, () => stopwatch);
  await look.tick();
  look.pause();
  stopwatch = 60_000;
  assert.equal(look.now(), Date.parse(TIME));
  look.pause();
  assert.equal(look.now(), Date.parse(TIME) + 60_000);
});

test("what is done shows at once, and what is refused says why until the next act", async () => {
  const { server, ask } = house();
  const look = new Look(ask);
  assert.equal(await look.act("send_back", { conversation: "cnv_1", shown: "usr_1" }), true);
  assert.equal(look.board?.open, 2);
  server.refuse = new Refused("no_seat", "Anna has no free seat.");
  assert.equal(await look.act("assign", { conversation: "cnv_1", user: "usr_1", shown: "queue" }), false);
  assert.equal(look.refusal, "Anna has no free seat.");
  server.refuse = null;
  await look.act("send_back", { conversation: "cnv_1", shown: "usr_1" });
  assert.equal(look.refusal, "");
});
