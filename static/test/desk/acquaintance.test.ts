import assert from "node:assert/strict";
import { test } from "node:test";
import { Acquaintance } from "../../console/desk/acquaintance";
import type { Opening } from "../../console/desk/opening";
import { Conversations } from "../../console/model/conversations";
import { Observable } from "../../console/model/observable";
import type { About } from "../../console/protocol";
import { ANNA, aMessage, aRow, settled } from "../builders";
import { FakeServer, lose } from "./server";

class Opened extends Observable {
  current: string | null = null;

  open(key: string | null): void {
    this.current = key;
    this.changed();
  }
}

function knownFrom(headline: string): { contact: About } {
  const came_from = { headline, body: "", url: "https://www.example.com/" };
  return { contact: { block: null, key: "ctc_1", company: null, numbers: [], came_from, earlier: [] } };
}

/** A page on which a conversation of Anna's is open, its contact known. */
async function aPage() {
  const server = new FakeServer();
  const conversations = new Conversations(ANNA.key);
  const opening = new Opened();
  const row = aRow();
  conversations.pushed(row);
  const acquaintance = new Acquaintance(server.ask, opening as unknown as Opening, conversations);
  server.replies.contact = () => knownFrom("Boots");
  opening.open(row.key);
  await settled();
  const cameFrom = () => acquaintance.of(row.key)?.came_from;
  return { server, conversations, opening, row, acquaintance, cameFrom };
}

test("what a contact writes may tell of another page: it is asked again, the old stands until then", async () => {
  const { server, conversations, row, cameFrom } = await aPage();
  server.replies.contact = () => knownFrom("Coats");

  conversations.spoke(row.key, aMessage(1));
  assert.equal(cameFrom()?.headline, "Boots");
  await settled();

  assert.equal(cameFrom()?.headline, "Coats");
});

test("words of ours and other news ask for nothing", async () => {
  const { server, conversations, row } = await aPage();
  conversations.spoke(row.key, aMessage(1, { direction: "out" }));
  conversations.pushed({ ...row, unread: 3 });
  await settled();
  assert.equal(server.count("contact"), 1);
});

test("a later question without an answer leaves what was known", async () => {
  const { server, conversations, row, cameFrom } = await aPage();
  server.replies.contact = lose;
  conversations.spoke(row.key, aMessage(1));
  await settled();
  assert.equal(cameFrom()?.headline, "Boots");
});

test("a first question without an answer is asked again when the conversation is opened next", async () => {
  const { server, opening, acquaintance } = await aPage();
  server.replies.contact = lose;
  opening.open("cnv_other");
  await settled();
  opening.open(null);
  server.replies.contact = () => knownFrom("Hats");
  opening.open("cnv_other");
  await settled();
  assert.equal(acquaintance.of("cnv_other")?.came_from?.headline, "Hats");
});
