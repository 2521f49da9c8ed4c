import assert from "node:assert/strict";
import { test } from "node:test";
import { Keeping } from "../../console/desk/keeping";
import { Drafts } from "../../console/model/drafts";
import { Outbox } from "../../console/model/outbox";
import { noteIn } from "../../console/model/places";
import { MapStore } from "../builders";
import { FakeServer, refuse } from "./server";

const at = (minute: number) => `2026-11-22T12:${String(minute).padStart(2, "0")}:00Z`;

/** Anna's page on a device, at a minute of its own. */
function aPage({ minute = 1, store = new MapStore() } = {}) {
  const server = new FakeServer();
  server.replies.draft = () => ({});
  const drafts = new Drafts(store, "anna", () => Date.parse(at(minute)));
  const outbox = new Outbox(store, "anna");
  const keeping = new Keeping(server.ask, drafts, outbox);
  const told = () => server.asked.map(([, payload]) => (payload as { body: string }).body);
  const type = (body: string) => {
    drafts.typed("cnv_1", body);
    drafts.flush();
  };
  return { server, store, drafts, outbox, keeping, told, type, body: () => drafts.get("cnv_1").body };
}

test("what is typed goes to the server once, and again when it has changed", async () => {
  const { keeping, told, type } = aPage();
  keeping.start({});
  type("It");
  await keeping.tell();
  await keeping.tell();
  type("It is");
  await keeping.tell();
  assert.deepEqual(told(), ["It", "It is"]);
});

test("what is typed after a turn in which there was nothing goes to the server, too", async () => {
  const { keeping, told, type } = aPage();
  keeping.start({});
  await keeping.tell();
  type("It");
  await keeping.tell();
  assert.deepEqual(told(), ["It"]);
});

test("nothing is told before it is known what the server holds", async () => {
  const { keeping, told, type } = aPage();
  type("It");
  await keeping.tell();
  assert.deepEqual(told(), []);
});

test("another computer shows what was typed here", () => {
  const { keeping, body } = aPage();
  keeping.start({ cnv_1: { body: "It is", at: at(0) } });
  assert.equal(body(), "It is");
});

test("a page that comes back goes on with its own later text", async () => {
  const page = aPage();
  page.keeping.start({});
  page.type("It");
  await page.keeping.tell();
  page.type("It is on its way");

  const reloaded = aPage({ store: page.store });
  reloaded.keeping.start({ cnv_1: { body: "It", at: at(0) } });

  assert.equal(reloaded.body(), "It is on its way");
  assert.equal(reloaded.drafts.get("cnv_1").other, undefined);
});

test("of two texts the newer shows, and the other is one press away", () => {
  for (const [minute, shown, other] of [
    [5, "here", "there"],
    [1, "there", "here"],
  ] as const) {
    const { keeping, drafts, type, body } = aPage({ minute });
    type("here");
    keeping.start({ cnv_1: { body: "there", at: at(3) } });
    assert.deepEqual([body(), drafts.get("cnv_1").other], [shown, other]);

    drafts.swap("cnv_1");

    assert.deepEqual([body(), drafts.get("cnv_1").other], [other, shown]);
  }
});

test("a text on its way keeps its draft at the server until it is acknowledged", async () => {
  const { keeping, drafts, outbox, told, type } = aPage();
  keeping.start({});
  type("It is");
  await keeping.tell();
  outbox.add("cnv_1", "It is", "c1");
  drafts.clear("cnv_1");
  await keeping.tell();
  assert.deepEqual(told(), ["It is"]);

  outbox.settle("c1");
  await keeping.tell();

  assert.deepEqual(told(), ["It is", ""]);
  assert.deepEqual(drafts.conversations(), []);
});

test("what was sent from another computer is gone here, too, but not what was typed since", async () => {
  const { keeping, type, body } = aPage();
  keeping.start({ cnv_1: { body: "It is", at: at(0) } });
  keeping.start({});
  assert.equal(body(), "");

  type("And more");
  await keeping.tell();
  type("And more of it");
  keeping.start({});
  assert.equal(body(), "And more of it");
});

test("a draft that the server refuses stays on the device and is not told again and again", async () => {
  const { server, keeping, told, type, body } = aPage();
  keeping.start({});
  server.replies.draft = () => refuse("not_found");
  type("It is");
  await keeping.tell();
  await keeping.tell();
  assert.deepEqual([told(), body()], [["It is"], "It is"]);
});

test("at the end what was typed while a turn ran is told, too", async () => {
  const { keeping, told, type } = aPage();
  keeping.start({});
  type("It");
  const turn = keeping.tell();
  type("It is");

  await keeping.finish();
  await turn;

  assert.equal(told().at(-1), "It is");
});

test("a note's draft is told as one", async () => {
  const { server, drafts, keeping } = aPage();
  keeping.start({});
  drafts.typed(noteIn("cnv_1"), "Call him");
  await keeping.tell();
  assert.deepEqual(server.asked, [["draft", { conversation: "cnv_1", body: "Call him", note: true }]]);
});
