import assert from "node:assert/strict";
import { test } from "node:test";
import { Reading } from "../../console/desk/reading";
import { Conversations } from "../../console/model/conversations";
import type { Summary } from "../../console/protocol";
import { aMessage, ANNA, aRow, PIOTR, settled } from "../builders";
import { FakeServer, refuse } from "./server";

/** Anna's page with one conversation. */
function aPage(change: Partial<Summary> = {}) {
  const row = aRow({ read_until: 3, ...change });
  const server = new FakeServer();
  server.replies.read = () => ({});
  const conversations = new Conversations(ANNA.key);
  conversations.replaceOpen([row]);
  const reading = new Reading(server.ask, conversations);
  const unread = () => conversations.get(row.key)!.unread;
  return { key: row.key, server, conversations, reading, unread };
}

test("what came is counted until it was read, and the server is told how far", async () => {
  const { key, server, conversations, reading, unread } = aPage();
  conversations.spoke(key, aMessage(4));
  conversations.spoke(key, aMessage(5));
  assert.equal(unread(), 2);

  reading.read(key, 5);

  assert.equal(unread(), 0);
  await settled();
  assert.deepEqual(server.asked, [["read", { conversation: key, number: 5 }]]);
});

test("words that the row counts already are not counted again", () => {
  const { key, conversations, unread } = aPage({ unread: 2, heard: 5 });
  conversations.spoke(key, aMessage(5));
  assert.equal(unread(), 2);
  conversations.spoke(key, aMessage(6));
  assert.equal(unread(), 3);
});

test("what was read without a line is told when it stands again", async () => {
  const { key, server, reading } = aPage({ unread: 1, heard: 4 });
  server.connected = false;
  reading.read(key, 4);
  await settled();
  server.connected = true;

  reading.tellAll();
  await settled();
  reading.tellAll();

  assert.equal(server.count("read"), 1);
});

test("nothing is told twice, backwards or of a colleague's", async () => {
  const { key, server, reading } = aPage();
  reading.read(key, 4);
  reading.read(key, 4);
  reading.read(key, 2);
  const others = aPage({ agent: PIOTR });
  others.reading.read(others.key, 9);
  await settled();
  assert.deepEqual([server.count("read"), others.server.count("read")], [1, 0]);
});

test("a refusal is not repeated", async () => {
  const { key, server, reading } = aPage();
  server.replies.read = () => refuse("not_found");
  reading.read(key, 4);
  await settled();
  reading.tellAll();
  assert.equal(server.count("read"), 1);
});
