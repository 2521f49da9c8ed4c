import assert from "node:assert/strict";
import { test } from "node:test";
import { Joining } from "../../console/desk/joining";
import type { Opening } from "../../console/desk/opening";
import { Conversations } from "../../console/model/conversations";
import { Drafts } from "../../console/model/drafts";
import type { Notices } from "../../console/model/notices";
import type { Profile } from "../../console/model/profile";
import type { Summary } from "../../console/protocol";
import { ANNA, aRow, MapStore, PIOTR } from "../builders";

/** Anna has begun an answer in a conversation that is joined to another. */
function aDesk(other: Partial<Summary>) {
  const conversations = new Conversations(ANNA.key);
  const [ended, stays] = [aRow({ state: "closed", agent: null }), aRow(other)];
  if (other.agent !== PIOTR) conversations.pushed(stays);
  conversations.pushed(ended);
  const drafts = new Drafts(new MapStore(), ANNA.key);
  drafts.typed(ended.key, "We open at");
  const said: string[] = [];
  const opening = { current: ended.key, goOn: (key: string) => (opening.current = key) };
  const joining = new Joining(
    conversations,
    drafts,
    { me: { role: "agent" } } as unknown as Profile,
    opening as unknown as Opening,
    { say: (kind: string) => void said.push(kind) } as unknown as Notices,
  );
  return { joining, drafts, opening, said, ended: ended.key, stays: stays.key };
}

test("the reader and the draft go on in the conversation that stays, and it is said", () => {
  const { joining, drafts, opening, said, ended, stays } = aDesk({ agent: ANNA });
  drafts.typed(stays, "Hello!");

  joining.joined(ended, stays);

  assert.equal(opening.current, stays);
  assert.equal(drafts.get(stays).body, "Hello!\nWe open at");
  assert.equal(drafts.has(ended), false);
  assert.deepEqual(said, ["done"]);
});

test("where a colleague has that one the draft stays to be read, and it is said why", () => {
  const { joining, drafts, opening, said, ended, stays } = aDesk({ agent: PIOTR });

  joining.joined(ended, stays);

  assert.equal(opening.current, ended);
  assert.equal(drafts.get(ended).body, "We open at");
  assert.deepEqual(said, ["refused"]);
});

test("whoever reads something else and typed nothing is left alone", () => {
  const { joining, drafts, opening, said, ended, stays } = aDesk({ agent: ANNA });
  drafts.clear(ended);
  opening.current = "cnv_else";

  joining.joined(ended, stays);

  assert.deepEqual([opening.current, said], ["cnv_else", []]);
});
