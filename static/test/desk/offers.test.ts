import assert from "node:assert/strict";
import { test } from "node:test";
import { Offers } from "../../console/desk/offers";
import { ServerClock } from "../../console/model/clock";
import { Conversations } from "../../console/model/conversations";
import { Spoken } from "../../console/model/spoken";
import type { Summary } from "../../console/protocol";
import { ANNA, aRow, PIOTR } from "../builders";

function aDesk() {
  const conversations = new Conversations(ANNA.key);
  const clock = new ServerClock(() => 0);
  clock.sample("2026-11-22T12:00:00Z", 0);
  const spoken = new Spoken();
  const offers = new Offers(conversations, clock, spoken);
  const offer = (seconds = 30): Summary => {
    const ends_at = new Date(clock.now() + seconds * 1000).toISOString();
    const row = aRow({ state: "offered", offer: { offered_at: "2026-11-22T12:00:00Z", ends_at } });
    conversations.pushed(row);
    return row;
  };
  return { conversations, spoken, offers, offer };
}

test("an offer is said once, with its time and its key", () => {
  const { spoken, offer } = aDesk();
  offer();
  assert.equal(spoken.urgent, "Offer, Sales, Marta Kowalska, 30 seconds, Alt Enter accepts");
});

test("an offer that went to a colleague says to whom", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { conversations, offers, offer } = aDesk();
  conversations.pushed({ ...offer(), state: "active", agent: PIOTR });
  assert.equal(offers.gone, "Went to Piotr");

  t.mock.timers.tick(3000);

  assert.equal(offers.gone, null);
});

test("an offer that I accepted, here or in another tab, needs no farewell", () => {
  const { conversations, offers, offer } = aDesk();
  conversations.pushed({ ...offer(), state: "active", offer: null });
  assert.equal(offers.gone, null);
});

test("an offer that I declined needs no farewell", () => {
  const { conversations, offers, offer } = aDesk();
  const row = offer();
  offers.declining(row);
  conversations.pushed({ ...row, state: "waiting", agent: null, offer: null });
  assert.equal(offers.gone, null);
});

test("the last seconds are said once more, and only once", () => {
  const { spoken, offers, offer } = aDesk();
  const row = offer(9);
  offers.warn(row);
  assert.equal(spoken.urgent, "Offer, Sales: 0:09 left");
  spoken.urgent = "";
  offers.warn(row);
  assert.equal(spoken.urgent, "");
});
