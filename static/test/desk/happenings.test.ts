import assert from "node:assert/strict";
import { test } from "node:test";
import { Happenings } from "../../console/desk/happenings";
import type { Opening } from "../../console/desk/opening";
import { Conversations } from "../../console/model/conversations";
import { Observable } from "../../console/model/observable";
import { Threads } from "../../console/model/threads";
import type { Happening, Summary } from "../../console/protocol";
import { ANNA, aMessage, aRow, PIOTR, settled } from "../builders";
import { FakeServer, lose, refuse } from "./server";

const GIVEN: Happening = { key: "j1", event: "handed_over", at: "2026", by: "Anna", to: "Piotr" };

/** A page on which a conversation of Anna's is open. */
function aPage() {
  const server = new FakeServer();
  const [conversations, threads] = [new Conversations(ANNA.key), new Threads()];
  const row = aRow();
  const opening = Object.assign(new Observable(), { current: row.key });
  conversations.pushed(row);
  const thread = threads.of(row.key);
  thread.page([aMessage(1)], true);
  thread.happened([], row);
  new Happenings(server.ask, conversations, threads, opening as unknown as Opening);
  const answers = (now: Summary) => {
    server.replies.open = () => ({ conversation: now, messages: [], more: false, happenings: [GIVEN], notes: [] });
  };
  return { server, conversations, threads, thread, row, answers };
}

test("when its row has gone on, what happened is asked for, once", async () => {
  const { server, conversations, thread, row, answers } = aPage();
  const now = { ...row, agent: PIOTR };
  answers(now);

  conversations.pushed(now);
  conversations.pushed({ ...now, unread: 1 });
  await settled();
  conversations.pushed({ ...now, unread: 2 });
  await settled();

  assert.equal(server.count("open"), 1);
  assert.deepEqual(thread.happenings, [GIVEN]);
  assert.equal(thread.more, true, "how far back it is loaded is as before");
});

test("other words on the row ask for nothing", async () => {
  const { server, conversations, row } = aPage();
  conversations.pushed({ ...row, unread: 3, unanswered_since: "2026" });
  await settled();
  assert.equal(server.count("open"), 0);
});

test("a question without an answer is asked again with the next news, a refused one is not", async () => {
  const { server, conversations, row } = aPage();
  const now = { ...row, agent: PIOTR };
  server.replies.open = lose;
  conversations.pushed(now);
  await settled();
  server.replies.open = () => refuse("not_found");
  conversations.pushed(now);
  await settled();
  conversations.pushed(now);
  await settled();
  assert.equal(server.count("open"), 2);
});
