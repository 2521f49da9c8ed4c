import assert from "node:assert/strict";
import { test } from "node:test";
import { Sending } from "../../console/desk/sending";
import { Attachments } from "../../console/model/attachments";
import { Drafts } from "../../console/model/drafts";
import { Outbox } from "../../console/model/outbox";
import { noteIn } from "../../console/model/places";
import { aMessage, anUpload, MapStore, settled } from "../builders";
import { FakeServer, lose, refuse } from "./server";

type Reply = { conversation: string; client_id: string; body: string };

/** A tab of Anna's on a device, talking to a server that keeps each text once. */
function aTab(store = new MapStore(), server = new FakeServer()) {
  const kept = new Map<string, string>();
  const keep = ({ client_id, body }: Reply) => {
    kept.set(client_id, body);
    return { messages: [aMessage(kept.size, { client_id, body })] };
  };
  server.replies.reply ??= keep;
  const [drafts, outbox] = [new Drafts(store, "anna"), new Outbox(store, "anna")];
  const attachments = new Attachments();
  const refused: string[] = [];
  const noted: string[] = [];
  const answered: string[] = [];
  const sending = new Sending(server.ask, outbox, drafts, attachments, {
    answering: (conversation) => void answered.push(conversation),
    arrived: () => {},
    noted: (_, note) => void noted.push(note.key),
    refused: (_, reason) => void refused.push(reason),
  });
  const write = (body: string, conversation = "cnv_1") => {
    drafts.typed(conversation, body);
    drafts.flush();
    return sending.send(conversation);
  };
  return { store, server, kept, keep, drafts, outbox, attachments, sending, refused, noted, answered, write };
}

const bodies = (server: FakeServer) => server.asked.map(([, payload]) => (payload as Reply).body);
const ids = (server: FakeServer) => server.asked.map(([, payload]) => (payload as Reply).client_id);

test("a text leaves the composer, and the device once the server has it", async () => {
  const tab = aTab();
  tab.write("hello");
  assert.equal(tab.drafts.get("cnv_1").body, "");
  assert.equal(tab.outbox.of("cnv_1").length, 1);

  await settled();

  assert.deepEqual([...tab.kept.values()], ["hello"]);
  assert.deepEqual(tab.store.keys(), []);
});

test("who answers has read what they answer at once, and a note answers nobody", async () => {
  const tab = aTab();
  tab.server.replies.note = () => ({ note: { key: "not_1" } });
  tab.write("for colleagues", noteIn("cnv_1"));
  assert.deepEqual(tab.answered, []);

  tab.write("hello");
  assert.deepEqual(tab.answered, ["cnv_1"]);
  await settled();
});

test("whether a text has left is told once the server has said so", async () => {
  const tab = aTab();
  tab.write("hello");
  assert.equal(await tab.sending.left("cnv_1"), true);

  tab.server.replies.reply = () => refuse("window_shut");
  tab.write("too late");
  assert.equal(await tab.sending.left("cnv_1"), false);
  tab.drafts.typed("cnv_1", "");
  tab.drafts.forgetReason("cnv_1");

  tab.server.connected = false;
  tab.write("on its way");
  assert.equal(await tab.sending.left("cnv_1"), false);
});

test("a place goes by itself; where it is refused its words come back", async () => {
  const tab = aTab();
  const office = { latitude: 52.2297, longitude: 21.0122, label: "Our office", address: "" };
  tab.sending.share("cnv_1", office);
  await settled();
  assert.deepEqual(tab.server.asked.at(-1)![1], { ...(tab.server.asked.at(-1)![1] as object), body: "", place: office });
  assert.deepEqual(tab.outbox.all(), []);

  tab.server.replies.reply = () => refuse("window_shut");
  tab.sending.share("cnv_1", office);
  await settled();

  assert.equal(tab.drafts.get("cnv_1").body, "Our office, 52.2297, 21.0122");
});

test("blanks alone are not sent", () => {
  const tab = aTab();
  assert.equal(tab.write("  \n "), false);
  assert.deepEqual([tab.outbox.all(), tab.answered], [[], []]);
});

test("texts written while the line is lost go out in order when it is back", async () => {
  const tab = aTab();
  tab.server.connected = false;
  for (const body of ["one", "two", "three"]) tab.write(body);
  await settled();

  tab.server.connected = true;
  tab.sending.sendAll();
  await settled();

  assert.deepEqual(bodies(tab.server), ["one", "two", "three"]);
  assert.deepEqual(tab.outbox.all(), []);
});

test("a lost answer is asked for again with the same client id, so it is sent once", async (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  const tab = aTab();
  let lost = 1;
  tab.server.replies.reply = (reply: Reply) => {
    const answer = tab.keep(reply);
    return lost-- > 0 ? lose() : answer;
  };
  tab.write("hello");
  await settled();

  t.mock.timers.tick(11_000);
  tab.sending.sendOld();
  await settled();

  const [first, second] = ids(tab.server);
  assert.equal(first, second);
  assert.deepEqual([...tab.kept.values()], ["hello"]);
  assert.deepEqual(tab.outbox.all(), []);
});

test("a reload amid sending sends the same texts with the same client ids, in order", async () => {
  const before = aTab();
  before.server.connected = false;
  before.write("one");
  before.write("two");
  const written = before.outbox.all().map((unsent) => unsent.client_id);

  const after = aTab(before.store);
  after.sending.sendAll();
  await settled();

  assert.deepEqual(ids(after.server), written);
  assert.deepEqual(bodies(after.server), ["one", "two"]);
});

test("a refused text comes back as a draft with the reason", async () => {
  const tab = aTab();
  tab.server.replies.reply = () => refuse("window_closed", "24 hours have passed.");
  tab.write("hello");
  await settled();

  assert.equal(tab.drafts.get("cnv_1").body, "hello");
  assert.equal(tab.drafts.get("cnv_1").returned?.reason, "24 hours have passed.");
  assert.deepEqual(tab.refused, ["24 hours have passed."]);
  assert.deepEqual(tab.outbox.all(), []);
});

test("what followed a refused text comes back behind it", async () => {
  const tab = aTab();
  tab.server.connected = false;
  tab.write("one");
  tab.write("two");
  await settled();
  tab.server.connected = true;
  tab.server.replies.reply = () => refuse("window_closed");
  tab.sending.sendAll();
  await settled();
  assert.equal(tab.drafts.get("cnv_1").body, "one\ntwo");
});

test("a refused text sent again unchanged keeps its client id, a changed one does not", async () => {
  const tab = aTab();
  tab.server.replies.reply = () => refuse("broken");
  tab.write("hello");
  await settled();
  tab.sending.send("cnv_1");
  await settled();
  tab.write("hello there");
  await settled();

  const [first, same, changed] = ids(tab.server);
  assert.equal(first, same);
  assert.notEqual(first, changed);
});

test("a sign-out is no refusal: the text stays under its clock", async () => {
  const tab = aTab();
  tab.server.replies.reply = () => refuse("signed_out");
  tab.write("hello");
  await settled();
  assert.equal(tab.outbox.of("cnv_1").length, 1);
});

test("one conversation that must wait holds up no other", async () => {
  const tab = aTab();
  tab.server.replies.reply = (reply: Reply) =>
    reply.conversation === "cnv_1" ? new Promise(() => {}) : tab.keep(reply);
  tab.write("stuck", "cnv_1");
  tab.write("through", "cnv_2");
  await settled();
  assert.deepEqual([...tab.kept.values()], ["through"]);
});

test("two tabs that add texts at once lose none of them", () => {
  const store = new MapStore();
  const [here, there] = [aTab(store), aTab(store)];
  here.server.connected = there.server.connected = false;
  here.write("from here", "cnv_1");
  there.write("from there", "cnv_2");
  assert.deepEqual(
    aTab(store)
      .outbox.all()
      .map((unsent) => unsent.body)
      .sort(),
    ["from here", "from there"],
  );
});

test("a note goes by the same door, and is none of the customer's", async () => {
  const tab = aTab();
  tab.server.replies.note = () => ({ note: { key: "not_1" } });
  tab.write("Call him", noteIn("cnv_1"));
  await settled();
  assert.deepEqual(tab.server.asked.map(([name]) => name), ["note"]);
  assert.equal((tab.server.asked[0]![1] as Reply).conversation, "cnv_1");
  assert.deepEqual([tab.noted, tab.store.keys()], [["not_1"], []]);
});

test("a file goes with the text, alone too, and one on its way holds both back", async () => {
  const tab = aTab();
  const upload = anUpload("upl_1");
  tab.attachments.add("cnv_1", { id: "1", name: "a.png", size: 3, progress: 0.5 });
  assert.equal(tab.write("Look"), false);

  tab.attachments.alter("cnv_1", "1", { upload });
  assert.equal(tab.sending.send("cnv_1"), true);
  await settled();
  tab.attachments.add("cnv_1", { id: "2", name: "b.png", size: 3, progress: 1, upload: anUpload("upl_2") });
  assert.equal(tab.sending.send("cnv_1"), true);
  await settled();

  const files = tab.server.asked.map(([, payload]) => (payload as { files: string[] }).files);
  assert.deepEqual(files, [["upl_1"], ["upl_2"]]);
  assert.deepEqual(bodies(tab.server), ["Look", ""]);
  assert.deepEqual(tab.attachments.of("cnv_1"), []);
});

test("a refused file comes back with its words, and the snapshot does not show it twice", async () => {
  const tab = aTab();
  const upload = anUpload("upl_1");
  tab.server.replies.reply = () => refuse("no_files", "Nobody can fetch it");
  tab.attachments.add("cnv_1", { id: "1", name: "a.png", size: 3, progress: 1, upload });
  tab.write("Look");
  tab.attachments.start({ cnv_1: [upload] }, new Set(["upl_1"]));
  assert.deepEqual(tab.attachments.of("cnv_1"), []);
  await settled();

  assert.equal(tab.drafts.get("cnv_1").body, "Look");
  assert.deepEqual(tab.attachments.ready("cnv_1"), [upload]);
  tab.attachments.start({ cnv_1: [upload] }, new Set());
  assert.deepEqual(tab.attachments.ready("cnv_1"), [upload]);
});
