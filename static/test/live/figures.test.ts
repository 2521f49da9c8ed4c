import assert from "node:assert/strict";
import { test } from "node:test";
import { byNeed, lateness, sums, takers } from "../../live/figures";
import { NOON } from "../builders";
import type { Agent, Service } from "../../live/protocol";

function anAgent(key: string, change: Partial<Agent> = {}): Agent {
  return {
    key,
    name: key,
    presence: "available",
    since: null,
    reached: true,
    takes: true,
    taken: 0,
    offered: 0,
    limit: 2,
    unanswered_since: null,
    conversations: [],
    ...change,
  };
}

function aService(key: string, change: Partial<Service> = {}): Service {
  const none = { waiting: 0, oldest: null, open: 0, parked: 0, available: 0, free: 0, why: null };
  const hours = { is_open: true, until: null };
  return { key, name: key, unassigned: false, ...none, ...hours, ...change };
}

const LATER = "2026-11-22T12:00:01.000Z";
const AGENTS = [
  anAgent("busy", { taken: 1 }),
  anAgent("free"),
  anAgent("full", { taken: 3 }),
  anAgent("away", { presence: "away" }),
  anAgent("gone", { reached: false }),
  anAgent("barred", { takes: false }),
];

test("who is available can be given one, the freest first, and who is full only beyond the limit", () => {
  const { free, full } = takers(AGENTS);
  assert.deepEqual([free.map((one) => one.key), full.map((one) => one.key)], [
    ["free", "busy"],
    ["full"],
  ]);
});

test("seats are those of who is available, and nobody has less than none free", () => {
  const services = [
    aService("a", { waiting: 2, oldest: "2026-11-22T12:00:01.000Z" }),
    aService("b", { waiting: 1, oldest: "2026-11-22T12:00:00.000Z" }),
  ];
  const board = { services, agents: AGENTS, answered: { of: 8, in_time: 7 } };
  const found = sums({ ...board, waiting: [], open: 0, missed: {}, target: 60 } as never);
  assert.deepEqual(found, {
    waiting: 3,
    oldest: "2026-11-22T12:00:00.000Z",
    seats: 6,
    free: 3,
    inTime: 0.88,
  });
});

test("services where somebody waits longest come first", () => {
  const services = [aService("a"), aService("b", { oldest: LATER }), aService("c", { oldest: NOON })];
  assert.deepEqual(byNeed(services).map((one) => one.key), ["c", "b", "a"]);
});

test("an age is late past twice the target", () => {
  assert.deepEqual([60_000, 60_001, 120_000, 120_001].map((gone) => lateness(gone, 60)), [
    "",
    "soon",
    "soon",
    "late",
  ]);
});
