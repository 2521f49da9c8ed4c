import assert from "node:assert/strict";
import { test } from "node:test";
import { Addressing } from "../../console/desk/addressing";
import type { Desk } from "../../console/desk/desk";
import { FirstSms } from "../../console/desk/first_sms";
import { Keeping } from "../../console/desk/keeping";
import { Drafts } from "../../console/model/drafts";
import { Outbox } from "../../console/model/outbox";
import { firstTo } from "../../console/model/places";
import { MapStore, settled } from "../builders";
import { FakeServer, lose, refuse } from "./server";

const MARTA = { key: "ctc_1", name: "Marta Kowalska", address: "+48 500 100 200" };
const PHONE = "+48 500 100 200";

/** Anna writes to Marta; what the server was asked, and what she was told. */
function aLetter(store = new MapStore()) {
  const server = new FakeServer();
  server.replies.first_words = () => ({ numbers: [], why_not_sms: null, most_parts: 7 });
  server.replies.write_sms = () => ({ parts: 1 });
  const drafts = new Drafts(store, "anna");
  const addressing = new Addressing();
  addressing.choose({ kind: "contact", contact: MARTA });
  const said: string[] = [];
  const notices = { say: (_: string, text: string) => void said.push(text) };
  const desk = { wire: { ask: server.ask }, drafts, addressing, notices } as unknown as Desk;
  const sms = new FirstSms(desk, MARTA);
  const ids = () =>
    server.asked.filter(([name]) => name === "write_sms").map(([, asked]) => (asked as { client_id: string }).client_id);
  return { store, server, drafts, addressing, said, sms, ids };
}

test("an SMS that has left leaves no draft behind", async () => {
  const letter = aLetter();
  letter.drafts.typed(letter.sms.place, "It has arrived.");

  await letter.sms.send(PHONE);

  assert.equal(letter.drafts.get(letter.sms.place).body, "");
  assert.equal(letter.addressing.whom, null);
  assert.equal(letter.said.length, 1);
});

test("what is refused or unanswered stays, with the reason, and is the same message again", async () => {
  const letter = aLetter();
  letter.drafts.typed(letter.sms.place, "It has arrived.");
  letter.server.replies.write_sms = () => lose();
  await letter.sms.send(PHONE);
  assert.match(letter.sms.refusal!, /nothing is sent twice/);

  const later = aLetter(letter.store);
  assert.equal(later.drafts.get(later.sms.place).body, "It has arrived.");
  assert.match(later.sms.refusal!, /nothing is sent twice/);
  later.server.replies.write_sms = () => refuse("no_consent", "There is no consent.");
  await later.sms.send(PHONE);

  assert.equal(later.sms.refusal, "There is no consent.");
  assert.deepEqual(later.ids(), letter.ids());
  later.drafts.typed(later.sms.place, "It has come.");
  await later.sms.send(PHONE);
  assert.notEqual(later.ids()[1], later.ids()[0]);
});

test("to another number it is another message", async () => {
  const letter = aLetter();
  letter.drafts.typed(letter.sms.place, "It has arrived.");
  letter.server.replies.write_sms = () => lose();
  await letter.sms.send(PHONE);
  await letter.sms.send("+48 500 100 201");

  assert.notEqual(letter.ids()[1], letter.ids()[0]);
});

test("what is typed to somebody first is kept by the device alone", async () => {
  const { server, drafts, store } = aLetter();
  server.replies.draft = () => ({});
  const keeping = new Keeping(server.ask, drafts, new Outbox(store, "anna"));
  keeping.start({});
  drafts.typed(firstTo(MARTA.key), "It has");

  await keeping.finish();
  await settled();

  assert.equal(server.count("draft"), 0);
});
