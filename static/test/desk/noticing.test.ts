import assert from "node:assert/strict";
import { test } from "node:test";
import { Noticing } from "../../console/desk/noticing";
import { Conversations } from "../../console/model/conversations";
import type { Summary } from "../../console/protocol";
import { aMessage, ANNA, aRow, NOON, PIOTR } from "../builders";

/** Anna's page, and what it shows and takes away, in order. */
function aPage(rows: Summary[] = []) {
  const conversations = new Conversations(ANNA.key);
  const told: string[] = [];
  const page = { ready: true };
  new Noticing(conversations, {
    ready: () => page.ready,
    shows: (row) => told.push(`${row.state} ${row.key}`),
    drops: (key) => told.push(`over ${key}`),
  });
  page.ready = false;
  conversations.replaceOpen(rows);
  page.ready = true;
  return { conversations, told: () => told.splice(0), page };
}

const offered = (): Summary => aRow({ state: "offered", offer: { offered_at: NOON, ends_at: NOON } });

test("an offer calls once, and is over with its end", () => {
  const { conversations, told } = aPage();
  const row = offered();
  conversations.pushed(row);
  conversations.pushed({ ...row, priority: "urgent" } as Summary);
  assert.deepEqual(told(), [`offered ${row.key}`]);

  conversations.pushed({ ...row, state: "waiting", agent: null, offer: null });

  assert.deepEqual(told(), [`over ${row.key}`]);
});

test("an offer that came again is a new one", () => {
  const { conversations, told } = aPage();
  const row = offered();
  conversations.pushed(row);
  conversations.pushed({ ...row, interaction: "int_again" });
  assert.deepEqual(told(), [`offered ${row.key}`, `offered ${row.key}`]);
});

test("an offer that stood before the page did calls too", () => {
  const row = offered();
  assert.deepEqual(aPage([row]).told(), [`offered ${row.key}`]);
});

test("who accepts has seen what stood there, and is called by the next words", () => {
  const { conversations, told } = aPage();
  const row = offered();
  conversations.pushed(row);
  conversations.pushed({ ...row, state: "active", offer: null, unread: 1, heard: 4 });
  assert.deepEqual(told(), [`offered ${row.key}`, `over ${row.key}`]);

  conversations.spoke(row.key, aMessage(5));

  assert.deepEqual(told(), [`active ${row.key}`]);
});

test("every message of a customer of mine calls, and is over when it is read, here or elsewhere", () => {
  const row = aRow({ read_until: 3 });
  const { conversations, told } = aPage([row]);
  conversations.spoke(row.key, aMessage(4));
  conversations.spoke(row.key, aMessage(5));
  assert.deepEqual(told(), [`active ${row.key}`, `active ${row.key}`]);

  conversations.pushed({ ...row, read_until: 5 });

  assert.deepEqual(told(), [`over ${row.key}`]);
});

test("what came without being asked about calls by its words", () => {
  const { conversations, told } = aPage();
  const row = aRow({ unread: 1, heard: 9 });
  conversations.pushed(row);
  assert.deepEqual(told(), [`active ${row.key}`]);
});

test("words from before the page do not call, those missed on a lost line do", () => {
  const row = aRow({ read_until: 3, unread: 1, heard: 4 });
  const { conversations, told } = aPage([row]);
  assert.deepEqual(told(), []);

  conversations.replaceOpen([{ ...row, unread: 2, heard: 7 }]);

  assert.deepEqual(told(), [`active ${row.key}`]);
});

test("what I mark as unread is not news", () => {
  const row = aRow({ read_until: 5 });
  const { conversations, told } = aPage([row]);
  conversations.pushed({ ...row, read_until: 3, unread: 2, heard: 5 });
  assert.deepEqual(told(), []);
});

test("a colleague's customers and what waits call nobody here", () => {
  const { conversations, told } = aPage();
  conversations.pushed(aRow({ agent: PIOTR, unread: 1, heard: 4 }));
  conversations.pushed({ ...offered(), agent: PIOTR });
  conversations.pushed(aRow({ state: "waiting", agent: null }));
  assert.deepEqual(told(), []);
});

test("what went to a colleague is over", () => {
  const row = aRow({ read_until: 3 });
  const { conversations, told } = aPage([row]);
  conversations.spoke(row.key, aMessage(4));
  conversations.pushed({ ...row, agent: PIOTR });
  assert.deepEqual(told(), [`active ${row.key}`, `over ${row.key}`]);
});
