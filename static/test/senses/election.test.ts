import assert from "node:assert/strict";
import { test } from "node:test";
import { Election } from "../../console/senses/election";
import { FakePage, until } from "./page";

let last = 0;

/** As many tabs as asked for, that stand one after the other; `look` is a look at one of them. */
async function tabs(count: number) {
  const name = `test.${++last}`;
  const pages: FakePage[] = [];
  const wins: number[] = [];
  const elections: Election[] = [];
  for (let at = 0; at < count; at += 1) {
    pages.push(new FakePage());
    const election = new Election(name, () => wins.push(at));
    election.stand();
    elections.push(election);
  }
  const elected = () => elections.map((one) => one.elected);
  await until(() => elected().includes(true));
  return {
    wins,
    elected,
    async look(at: number) {
      pages[at]!.dispatchEvent(new Event("focus"));
      await until(() => elected().every((one, other) => one === (other === at)));
    },
  };
}

test("of several tabs one is elected: the first, until another is looked at", async () => {
  const { elected, look, wins } = await tabs(3);
  assert.deepEqual(elected(), [true, false, false]);

  for (const at of [2, 2, 0, 1]) await look(at);

  assert.deepEqual(wins, [0, 2, 0, 1]);
});

test("a tab that is looked at as it stands is elected at once", async () => {
  const name = `test.${++last}`;
  new FakePage();
  const before = new Election(name);
  before.stand();
  await until(() => before.elected);
  new FakePage().looked = true;
  const after = new Election(name);

  after.stand();

  await until(() => after.elected && !before.elected);
});
