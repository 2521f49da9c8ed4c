import assert from "node:assert/strict";
import { test } from "node:test";
import { Rules, waitedFor } from "../../console/model/rules";
import type { ServiceRules } from "../../console/protocol";
import { aRow, NOON } from "../builders";

const MINUTE = 60_000;
const sales: ServiceRules = {
  key: "svc_sales",
  name: "Sales",
  agents_take: true,
  asks_outcome: false,
  forgotten_after: 5,
  alert_after: 15,
};

function told(change: Partial<ServiceRules> = {}): Rules {
  const rules = new Rules();
  rules.told([{ ...sales, ...change }], []);
  return rules;
}

test("a forgotten customer is marked after the service's minutes, and supervisors hear after more", () => {
  const rules = told();
  const row = aRow({ unanswered_since: NOON });
  const after = (minutes: number) => Date.parse(NOON) + minutes * MINUTE;
  const marked = (minutes: number) => waitedFor(row, rules.forgottenAfter("svc_sales"), after(minutes));
  const alarms = (minutes: number) => waitedFor(row, rules.alertAfter("svc_sales"), after(minutes));
  assert.deepEqual([4.9, 5, 14.9, 15].map(marked), [false, true, true, true]);
  assert.deepEqual([4.9, 5, 14.9, 15].map(alarms), [false, false, false, true]);
});

test("nobody is forgotten who was answered, is not in hand, or where the service marks nobody", () => {
  const late = Date.parse(NOON) + 60 * MINUTE;
  const limit = told().forgottenAfter("svc_sales");
  assert.equal(waitedFor(aRow({ unanswered_since: null }), limit, late), false);
  assert.equal(waitedFor(aRow({ unanswered_since: NOON, state: "waiting" }), limit, late), false);
  assert.equal(told({ forgotten_after: 0 }).forgottenAfter("svc_sales"), null);
  assert.equal(told().forgottenAfter("svc_unknown"), null);
});

test("agents take from a queue unless its service says otherwise", () => {
  assert.equal(told().agentsTake("svc_sales"), true);
  assert.equal(told({ agents_take: false }).agentsTake("svc_sales"), false);
});

test("an outcome is asked for where the service does and there are some to choose from", () => {
  const rules = told({ asks_outcome: true });
  assert.equal(rules.asksOutcome("svc_sales"), false);
  rules.told([{ ...sales, asks_outcome: true }], [{ key: "out_1", name: "Solved" }]);
  assert.equal(rules.asksOutcome("svc_sales"), true);
});
