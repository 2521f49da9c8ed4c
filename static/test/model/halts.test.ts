import assert from "node:assert/strict";
import { test } from "node:test";
import { Halts } from "../../console/model/halts";
import { aRow } from "../builders";

const reason = (text: string) => ({ text, values: {} });

test("a halted number stops its own conversations, a halted account all of them", () => {
  const [sales, support] = [aRow({ sender: "whatsapp:+39061" }), aRow({ sender: "whatsapp:+39062" })];
  const halts = new Halts();
  halts.all([{ sender: "whatsapp:+39061", reason: reason("Closed.") }]);
  assert.deepEqual([halts.of(sales)?.text, halts.of(support)], ["Closed.", null]);
  assert.equal(halts.account, null);

  halts.all([{ sender: null, reason: reason("Suspended.") }]);
  assert.deepEqual([halts.of(sales)?.text, halts.of(support)?.text], ["Suspended.", "Suspended."]);

  halts.all([]);
  assert.equal(halts.any, null);
});
