import assert from "node:assert/strict";
import { test } from "node:test";
import { ClosedPages } from "../../console/desk/closed";
import { Conversations } from "../../console/model/conversations";
import { ANNA, aRow } from "../builders";
import { FakeServer, lose } from "./server";

const closedRow = (key: string, day: number) =>
  aRow({ key, state: "closed", closed_at: `2026-11-${day}T09:00:00.000Z` });

test("a page goes on where the one before ended, whatever else is known to be closed", async () => {
  const server = new FakeServer();
  const conversations = new Conversations(ANNA.key);
  conversations.pushed(closedRow("found-by-search", 10));
  const pages = new ClosedPages(server.ask, conversations);
  const asked: unknown[] = [];
  server.replies.closed = (payload: { after?: string }) => {
    asked.push(payload);
    return payload.after
      ? { conversations: [closedRow("b", 20)], next: null }
      : { conversations: [closedRow("a", 22)], next: "here" };
  };

  await pages.next();
  assert.equal(pages.more, true);
  await pages.next();
  await pages.next();

  assert.deepEqual(asked, [{}, { after: "here" }]);
  assert.equal(pages.more, false);
  assert.deepEqual(pages.shown().map(({ key }) => key), ["a", "b", "found-by-search"]);

  pages.narrow("vip");
  server.replies.closed = lose;
  await pages.next();
  assert.deepEqual([pages.more, pages.loaded], [true, false], "unanswered it is asked again");
});
