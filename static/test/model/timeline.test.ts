import assert from "node:assert/strict";
import { test } from "node:test";
import { type Item, timeline } from "../../console/model/timeline";
import type { Happening } from "../../console/protocol";
import { aMessage, ANNA } from "../builders";

const at = (day: number, time: string) => `2026-11-${day}T${time}:00`;
const kinds = (items: Item[]) => items.map((item) => item.kind);
const happened = (event: Happening["event"], time: string): Happening => ({
  key: `${event} ${time}`,
  event,
  at: time,
  by: "Anna",
  to: null,
});
const nothing = { unsent: [], happenings: [], notes: [], readUntil: null };

test("a line stands before each day's first message", () => {
  const messages = [
    aMessage(1, { at: at(21, "18:00") }),
    aMessage(2, { at: at(22, "09:00") }),
    aMessage(3, { at: at(22, "09:20") }),
  ];
  assert.deepEqual(kinds(timeline({ ...nothing, messages })), [
    "day",
    "message",
    "day",
    "message",
    "message",
  ]);
});

test("one author's messages within five minutes are a group", () => {
  const messages = [
    aMessage(1, { at: at(22, "09:00") }),
    aMessage(2, { at: at(22, "09:04") }),
    aMessage(3, { at: at(22, "09:05"), direction: "out", author: ANNA }),
    aMessage(4, { at: at(22, "09:30"), direction: "out", author: ANNA }),
  ];
  const groups = timeline({ ...nothing, messages }).flatMap((item) =>
    item.kind === "message" ? [[item.first, item.last]] : [],
  );
  assert.deepEqual(groups, [
    [true, false],
    [false, true],
    [true, true],
    [true, true],
  ]);
});

test("what happened stands where it did, and what is older with its own page", () => {
  const messages = [aMessage(1, { at: at(22, "09:00") }), aMessage(2, { at: at(22, "09:10") })];
  const happenings = [
    happened("accepted", at(21, "23:00")),
    happened("accepted", at(22, "09:05")),
    happened("closed", at(22, "09:20")),
  ];
  assert.deepEqual(kinds(timeline({ ...nothing, messages, happenings })), [
    "day",
    "message",
    "event",
    "message",
    "event",
  ]);
});

test("what is new stands under one line, what I wrote is not new", () => {
  const messages = [
    aMessage(1, { at: at(22, "09:00") }),
    aMessage(2, { at: at(22, "09:30"), direction: "out" }),
    aMessage(3, { at: at(22, "10:00") }),
    aMessage(4, { at: at(22, "11:00") }),
  ];
  const items = timeline({ ...nothing, messages, readUntil: 1 });
  assert.deepEqual(kinds(items), ["day", "message", "message", "new", "message", "message"]);
});

test("texts on their way stand at the end", () => {
  const unsent = [{ client_id: "c1", conversation: "cnv_1", body: "soon", at: 1 }];
  assert.deepEqual(kinds(timeline({ ...nothing, messages: [aMessage(1)], unsent })), [
    "day",
    "message",
    "unsent",
  ]);
});

test("a note stands where it was written", () => {
  const messages = [aMessage(1, { at: at(22, "09:00") }), aMessage(2, { at: at(22, "10:00") })];
  const note = { key: "not_1", body: "Call him", author: ANNA, client_id: "c1" };
  const notes = [{ ...note, at: at(22, "09:30") }];
  assert.deepEqual(kinds(timeline({ ...nothing, messages, notes })), ["day", "message", "note", "message"]);
});
