import assert from "node:assert/strict";
import { test } from "node:test";
import { Writing } from "../../console/desk/writing";
import { FakeServer } from "./server";

function aDesk() {
  const server = new FakeServer();
  server.replies.writing = () => ({});
  const clock = { now: 0 };
  return { server, clock, writing: new Writing(server.ask, () => clock.now) };
}

test("that somebody writes is told once in twenty seconds, and anew after each answer", () => {
  const { server, clock, writing } = aDesk();
  for (clock.now = 0; clock.now < 25_000; clock.now += 1000) writing.typed("cnv_1", "Hello");
  assert.equal(server.asked.length, 2);
  writing.sent("cnv_1");
  writing.typed("cnv_1", "And");
  writing.typed("cnv_2", "Hello");
  assert.equal(server.asked.length, 4);
});

test("a single stroke, blanks and the search for a reply are no answer yet", () => {
  const { server, writing } = aDesk();
  for (const body of ["", "a", "  \n ", "/hello"]) writing.typed("cnv_1", body);
  assert.deepEqual(server.asked, []);
});
