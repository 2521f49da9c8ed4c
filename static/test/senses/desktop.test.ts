import assert from "node:assert/strict";
import { test } from "node:test";
import type { Desk } from "../../console/desk/desk";
import { Conversations } from "../../console/model/conversations";
import { desktopOf } from "../../console/senses/desktop";
import type { Summary } from "../../console/protocol";
import { aMessage, ANNA, aRow, NOON } from "../builders";
import { FakePage, until } from "./page";

/** Tells when somebody listens: a tab does from when it is the one. */
class Overheard extends Conversations {
  listeners = 0;

  override subscribe(listener: () => void): () => void {
    this.listeners += 1;
    return super.subscribe(listener);
  }
}

/** Anna's page, whom Marta writes to, with notices on. */
async function aPage(change: { words?: boolean; row?: Partial<Summary> } = {}) {
  const page = new FakePage();
  const row = aRow({ read_until: 3, ...change.row });
  const conversations = new Overheard(ANNA.key);
  conversations.replaceOpen([row]);
  const opened: string[] = [];
  const me = { notice_words: change.words ?? false };
  const opening = { open: (key: string) => opened.push(key) };
  page.looked = true;
  const desktop = desktopOf({ conversations, opening, ready: true, profile: { me } } as unknown as Desk);
  await until(() => conversations.listeners > 0);
  await desktop.turn();
  page.looked = false;
  const offer = () => {
    const call = aRow({ state: "offered", offer: { offered_at: NOON, ends_at: NOON } });
    conversations.pushed(call);
    return call;
  };
  return { page, row, conversations, desktop, opened, offer, says: (n: number) => conversations.spoke(row.key, aMessage(n)) };
}

test("a notice says who and to what service, one for each conversation, until it is read", async () => {
  const { page, row, conversations, says } = await aPage();
  says(4);
  says(5);
  assert.deepEqual(page.read, ["Marta Kowalska | Sales"]);

  conversations.read(row.key, 5);

  assert.deepEqual(page.read, []);
});

test("the words stand in it where the user allows them", async () => {
  const { page, says, offer } = await aPage({ words: true });
  says(4);
  const { key } = offer();
  assert.deepEqual(page.read, [
    "Marta Kowalska | Sales / words 4",
    "Offer: Sales | Marta Kowalska",
  ]);
  assert.equal(page.standing.at(-1)!.tag, key);
});

test("nothing is shown to who looks at the page, or has switched notices off", async () => {
  const { page, desktop, says, offer } = await aPage();
  page.looked = true;
  says(4);
  offer();
  assert.deepEqual(page.read, []);

  page.looked = false;
  await desktop.turn();
  assert.equal(desktop.on, false);
  says(5);

  assert.deepEqual(page.read, []);
});

test("a click leads to the conversation", async () => {
  const { page, row, opened, says } = await aPage();
  says(4);
  page.standing[0]!.onclick();
  assert.deepEqual([opened, page.focused, page.read], [[row.key], 1, []]);
});

test("a page that goes takes its notices along", async () => {
  const { page, says } = await aPage();
  says(4);
  page.dispatchEvent(new Event("pagehide"));
  assert.deepEqual(page.read, []);
});

test("a browser that refuses is asked once, and says so until it lets them through", async () => {
  const { page, desktop } = await aPage();
  page.permission = "denied";
  assert.deepEqual([desktop.on, desktop.refused], [false, true]);
  await desktop.turn();
  assert.equal(desktop.refused, true);

  page.permission = "granted";

  assert.deepEqual([desktop.on, desktop.refused], [true, false]);
});

test("nobody is asked by the page itself, and who answers nothing is not told of a refusal", async () => {
  const page = new FakePage();
  const desktop = desktopOf({ conversations: new Conversations(ANNA.key) } as Desk);
  assert.equal(page.permission, "default");

  page.answer = "default";
  await desktop.turn();

  assert.deepEqual([desktop.on, desktop.refused], [false, false]);
});

test("where a page can show none there is nothing to choose", () => {
  const made = () => desktopOf({ conversations: new Conversations(ANNA.key) } as Desk);
  const page = new FakePage();
  assert.equal(made().possible, true);
  page.throws = true;
  assert.equal(made().possible, false);

  page.throws = false;
  Object.assign(globalThis, { isSecureContext: false });
  assert.equal(made().possible, false);
  new FakePage();
  Reflect.deleteProperty(window, "Notification");
  assert.equal(made().possible, false);
});
