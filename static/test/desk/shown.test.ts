import assert from "node:assert/strict";
import { test } from "node:test";
import { Shown } from "../../console/desk/shown";
import { ServerClock } from "../../console/model/clock";
import { Conversations } from "../../console/model/conversations";
import type { Ask } from "../../console/questions";
import { ANNA, aRow, PIOTR } from "../builders";

function aPage() {
  const conversations = new Conversations(ANNA.key);
  const frames: (() => void)[] = [];
  const told: string[] = [];
  const ask = (async (_name: string, asked: { interaction: string }) => {
    told.push(asked.interaction);
    return {};
  }) as unknown as Ask;
  new Shown(ask, conversations, new ServerClock(), (then) => frames.push(then));
  const draw = () => frames.splice(0).forEach((frame) => frame());
  return { conversations, told, draw };
}

const later = () => new Date(Date.now() + 1000).toISOString();

test("an offer is told of once, and not before it is drawn", () => {
  const { conversations, told, draw } = aPage();
  const offer = aRow({ state: "offered", interaction: "int_a" });

  conversations.pushed(offer);
  assert.deepEqual(told, []);
  draw();
  conversations.pushed({ ...offer, state: "active", accepted_at: later() });
  draw();

  assert.deepEqual(told, ["int_a"]);
});

test("what came without an offer counts too, what was there before and others' does not", () => {
  const { conversations, told, draw } = aPage();

  conversations.replaceOpen([aRow({ interaction: "int_old", accepted_at: "2020-01-01T00:00:00Z" })]);
  conversations.pushed(aRow({ interaction: "int_new", accepted_at: later() }));
  conversations.pushed(aRow({ interaction: "int_his", agent: PIOTR, state: "offered" }));
  draw();

  assert.deepEqual(told, ["int_new"]);
});
