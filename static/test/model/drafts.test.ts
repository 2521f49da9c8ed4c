import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, forgetKept } from "../../console/model/drafts";
import { MapStore } from "../builders";

const anna = (store: MapStore) => new Drafts(store, "anna");
const returned = (body: string) => ({ client_id: "c1", body, reason: "The window is shut." });

test("a draft is on the device after a pause and back after a reload", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const store = new MapStore();
  anna(store).typed("cnv_1", "half a sen");
  assert.equal(anna(store).get("cnv_1").body, "");

  t.mock.timers.tick(300);

  assert.equal(anna(store).get("cnv_1").body, "half a sen");
});

test("a page that goes away writes at once", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const store = new MapStore();
  const drafts = anna(store);
  drafts.typed("cnv_1", "half a sen");
  drafts.flush();
  assert.equal(anna(store).get("cnv_1").body, "half a sen");
});

test("each conversation has its own draft, and each user", () => {
  const store = new MapStore();
  const drafts = anna(store);
  drafts.typed("cnv_1", "one");
  drafts.typed("cnv_2", "two");
  drafts.flush();
  assert.equal(anna(store).get("cnv_1").body, "one");
  assert.equal(anna(store).get("cnv_2").body, "two");
  assert.equal(new Drafts(store, "piotr").get("cnv_1").body, "");
});

test("a refused text comes back before what was typed since, with the reason", () => {
  const store = new MapStore();
  const drafts = anna(store);
  drafts.typed("cnv_1", "and more");
  drafts.giveBack("cnv_1", returned("first words"));
  const draft = anna(store).get("cnv_1");
  assert.equal(draft.body, "first words\nand more");
  assert.deepEqual(draft.returned, returned("first words"));
});

test("what another tab writes appears, but never over what is being typed here", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const store = new MapStore();
  const [here, there] = [anna(store), anna(store)];
  there.typed("cnv_1", "from the other tab");
  there.flush();
  here.reread("occ.draft.anna.cnv_1");
  assert.equal(here.get("cnv_1").body, "from the other tab");

  here.typed("cnv_1", "typed here");
  here.reread("occ.draft.anna.cnv_1");

  assert.equal(here.get("cnv_1").body, "typed here");
});

test("an emptied draft leaves nothing on the device", () => {
  const store = new MapStore();
  const drafts = anna(store);
  drafts.typed("cnv_1", "words");
  drafts.flush();
  drafts.typed("cnv_1", "");
  drafts.flush();
  assert.deepEqual(store.keys(), []);
});

test("who signs out leaves nothing that the server has, and all that it has not", () => {
  const store = new MapStore();
  const drafts = anna(store);
  for (const conversation of ["kept", "later", "refused", "returned"]) {
    drafts.typed(conversation, "half a sen");
    drafts.flush();
  }
  drafts.wasKept("kept", "half a sen");
  drafts.wasKept("later", "half");
  drafts.wasKept("refused", "half a sen", true);
  drafts.wasKept("returned", "half a sen");
  drafts.giveBack("returned", returned("whole"));
  store.write("occ.else", "stays");

  forgetKept(store);

  assert.deepEqual(anna(store).conversations().sort(), ["later", "refused", "returned"]);
  assert.equal(store.read("occ.else"), "stays");
});
