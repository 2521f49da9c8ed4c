import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Later } from "../../console/desk/later";
import { settled } from "../builders";

const OURS = { built: "together" };

/** A second bundle whose tries end as told, and what was tried. */
function bundle(...ends: (typeof OURS | "lost")[]) {
  const turns: number[] = [];
  const later = new Later<typeof OURS>(
    async (turn) => {
      turns.push(turn);
      const end = ends.shift() ?? OURS;
      if (end === "lost") throw new TypeError("Failed to fetch");
      return end;
    },
    (parts) => parts === OURS,
  );
  return { later, turns };
}

test("the second bundle is fetched once, however many wait for it", async () => {
  const { later, turns } = bundle(OURS);

  later.want();
  later.want();
  await settled();
  later.want();

  assert.equal(later.parts, OURS);
  assert.deepEqual(turns, [0]);
});

test("what nobody waits for fails unheard", async () => {
  const { later } = bundle("lost", OURS);

  await later.fetch();
  assert.equal(later.state, "quiet");

  later.want();
  await settled();
  assert.equal(later.parts, OURS);
});

test("without a line it says so and tries again by itself, each time under another address", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { later, turns } = bundle("lost", "lost", OURS);
  try {
    later.want();
    await later.fetch();
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    assert.equal(later.state, "lost");

    mock.timers.tick(3000);
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    assert.equal(later.state, "lost");

    mock.timers.tick(3000);
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    assert.equal(later.parts, OURS);
    assert.deepEqual(turns, [0, 1, 2]);
  } finally {
    mock.timers.reset();
  }
});

test("a bundle of another build is not mixed in", async () => {
  const { later } = bundle({ built: "since" });

  later.want();
  await settled();

  assert.equal(later.parts, null);
  assert.equal(later.state, "renewed");
});
