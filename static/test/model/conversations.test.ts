import assert from "node:assert/strict";
import { test } from "node:test";
import { Conversations, needingMe } from "../../console/model/conversations";
import { worst } from "../../console/model/failures";
import type { Status, Summary } from "../../console/protocol";
import { aMessage, ANNA, aRow, PIOTR } from "../builders";

const keys = (rows: Summary[]) => rows.map((row) => row.key);
const at = (minute: number) => `2026-11-22T12:${String(minute).padStart(2, "0")}:00Z`;

function conversations(...rows: Summary[]): Conversations {
  const model = new Conversations(ANNA.key);
  model.replaceOpen(rows);
  return model;
}

test("mine stand in order of acceptance, newest first, and new words do not move them", () => {
  const [first, second] = [aRow({ accepted_at: at(1) }), aRow({ accepted_at: at(2) })];
  const model = conversations(first, second);
  assert.deepEqual(keys(model.mine()), [second.key, first.key]);

  model.pushed({ ...first, unanswered_since: at(9) });

  assert.deepEqual(keys(model.mine()), [second.key, first.key]);
});

test("those who wait stand oldest first", () => {
  const waiting = { state: "waiting", agent: null } as const;
  const late = aRow({ ...waiting, stands_since: at(5) });
  const early = aRow({ ...waiting, stands_since: at(3) });
  assert.deepEqual(keys(conversations(late, early).waiting()), [early.key, late.key]);
});

test("one that came back stands before those that arrived earlier", () => {
  const waiting = { state: "waiting", agent: null } as const;
  const early = aRow({ ...waiting, stands_since: at(3) });
  const back = aRow({ ...waiting, stands_since: at(5), queue_rank: 0 });
  assert.deepEqual(keys(conversations(early, back).waiting()), [back.key, early.key]);
});

test("of several offers the one that ends first stands first", () => {
  const offer = (ends_at: string) =>
    aRow({ state: "offered", offer: { offered_at: at(0), ends_at } });
  const [late, soon] = [offer(at(3)), offer(at(1))];
  assert.deepEqual(keys(conversations(late, soon).offers()), [soon.key, late.key]);
});

test("a conversation that goes to a colleague leaves my list", () => {
  const row = aRow();
  const model = conversations(row);
  model.pushed({ ...row, agent: PIOTR });
  assert.deepEqual(model.mine(), []);
  assert.deepEqual(keys(model.others()), [row.key]);
});

test("an offer to a colleague is not mine to accept", () => {
  const row = aRow({ state: "offered", agent: PIOTR });
  assert.deepEqual(conversations(row).offers(), []);
});

test("an answer that a push has overtaken changes nothing", () => {
  const row = aRow({ state: "waiting", agent: null });
  const model = conversations(row);
  const mark = model.mark();
  model.pushed({ ...row, state: "closed" });

  model.answered({ ...row, state: "active", agent: ANNA }, mark);

  assert.equal(model.get(row.key)?.state, "closed");
});

test("an answer that nothing has overtaken is shown", () => {
  const row = aRow({ state: "waiting", agent: null });
  const model = conversations(row);
  model.answered({ ...row, state: "active", agent: ANNA }, model.mark());
  assert.deepEqual(keys(model.mine()), [row.key]);
});

test("what a snapshot lacks is gone, what is closed stays readable", () => {
  const [gone, closed, kept] = [aRow(), aRow({ state: "closed" }), aRow()];
  const model = conversations(gone, closed, kept);
  model.replaceOpen([kept]);
  assert.deepEqual(keys(model.mine()), [kept.key]);
  assert.deepEqual(keys(model.closed()), [closed.key]);
});

test("the next that needs me is whoever has waited longest for words of mine", () => {
  const [answered, late, early] = [
    aRow(),
    aRow({ unanswered_since: at(9) }),
    aRow({ unanswered_since: at(4) }),
  ];
  assert.deepEqual(keys(needingMe([answered, late, early])), [early.key, late.key]);
});

test("a text that failed marks its row until it is known to have gone", () => {
  const row = aRow();
  const model = conversations(row);
  const fate = (status: Status) => {
    model.fared(row.key, aMessage(1, { direction: "out", status }));
    return worst(model.get(row.key)!);
  };
  assert.deepEqual(["unknown", "failed", "sent"].map((status) => fate(status as Status)), [
    "unknown",
    "failed",
    null,
  ]);
});

test("the last words are cut as the server cuts them", () => {
  const row = aRow();
  const model = conversations(row);
  model.spoke(row.key, aMessage(1, { body: "🙂".repeat(200) }));
  assert.equal([...model.get(row.key)!.last!.body].length, 120);
});
