import assert from "node:assert/strict";
import { test } from "node:test";
import { Looking } from "../../console/desk/looking";
import type { Opening } from "../../console/desk/opening";
import { Drafts } from "../../console/model/drafts";
import { Observable } from "../../console/model/observable";
import { ANNA, MapStore, PIOTR, settled } from "../builders";
import { FakeServer } from "./server";

class FakeOpening extends Observable {
  current: string | null = null;
  noting = false;

  show(key: string | null): void {
    this.current = key;
    this.changed();
  }
}

function aPage() {
  const server = new FakeServer();
  server.replies.look = () => ({ lookers: [{ ...ANNA, doing: "reading" }, { ...PIOTR, doing: "writing" }] });
  server.replies.look_away = () => ({});
  const opening = new FakeOpening();
  const drafts = new Drafts(new MapStore(), ANNA.key);
  let visible = true;
  const looking = new Looking(server.ask, ANNA.key, opening as unknown as Opening, drafts, () => visible);
  return { server, opening, drafts, looking, hide: () => (visible = false) };
}

const doings = (server: FakeServer) =>
  server.asked.map(([name, payload]) => (payload as { doing?: string }).doing ?? name);

test("what is on the screen is told once, and who else has it is shown without me", async () => {
  const { server, opening, looking } = aPage();
  opening.show("cnv_1");
  opening.show("cnv_1");
  await settled();
  assert.deepEqual(doings(server), ["reading"]);
  assert.deepEqual(looking.others("cnv_1").map(({ name }) => name), ["Piotr"]);
});

test("a key says that I write, and in a note that I note", async () => {
  const { server, opening, drafts } = aPage();
  opening.show("cnv_1");
  drafts.typed("cnv_1", "H");
  drafts.typed("cnv_1", "He");
  opening.noting = true;
  drafts.typed("cnv_1#note", "C");
  await settled();
  assert.deepEqual(doings(server), ["reading", "writing", "noting"]);
});

test("a hidden page looks at nothing, and a new line is told again", async () => {
  const { server, opening, looking, hide } = aPage();
  opening.show("cnv_1");
  await settled();
  looking.again();
  hide();
  await looking.tell();
  assert.deepEqual(doings(server), ["reading", "reading", "look_away"]);
});
