import assert from "node:assert/strict";
import { test } from "node:test";
import { Waits } from "../../console/model/waits";
import { aRow } from "../builders";

const words = (text: string) => ({ text, values: {} });

test("a row that waits has its service's reason, and none once it is somebody's", () => {
  const row = aRow({ state: "waiting", agent: null });
  const waits = new Waits();
  waits.all({ svc_sales: words("Nobody is signed in."), svc_support: words("Full.") });
  assert.equal(waits.of(row)?.text, "Nobody is signed in.");
  assert.equal(waits.of({ ...row, state: "active" }), null);

  waits.pushed(row, { svc_sales: words("Nobody is available.") });
  assert.equal(waits.of(row)?.text, "Nobody is available.");
  waits.pushed(row, {});

  assert.equal(waits.of(row), null);
  assert.equal(waits.of({ ...row, service: { key: "svc_support", name: "Support" } })?.text, "Full.");
});
