"""The line between a page and the server is cut, or loses something: nothing is missed."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from occ.providers.simulator.customers import Customer
from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.house import House, Team
from tests.journeys.tongue import ENGLISH

MARTA = Customer("Marta Kowalska", "+48500100200")
QUESTION, ANSWER = "Is my order on its way?", "It left this morning."
LOST = ENGLISH("Connection lost %(age)s ago.")
CUT = "WebSocket|net::ERR_|Failed to load resource"


@pytest.fixture
def ana(house: House, team: Team, at_desk: SitDown) -> Desk:
    """She talks with Marta."""
    desk = at_desk(team.names[0], tolerated=CUT)
    house.write(team, MARTA, QUESTION)
    desk.accept()
    expect(desk.bubble(QUESTION)).to_be_visible()
    return desk


def test_a_lost_push_is_noticed_by_the_heads(house: House, team: Team, at_desk: SitDown) -> None:
    wire = Wire()
    desk = at_desk(team.names[0], prepare=wire.tap)
    house.write(team, MARTA, QUESTION)
    desk.accept()
    expect(desk.bubble(QUESTION)).to_be_visible()

    wire.lose("message_added", "Hello?")
    house.write(team, MARTA, "Hello?")

    expect(desk.bubble("Hello?")).to_be_visible()
    assert wire.lost == ["Hello?"]


def test_a_server_that_starts_again_tears_no_conversation_away(
    house: House, team: Team, ana: Desk
) -> None:
    house.server.stop()
    expect(ana.page.get_by_text(LOST)).to_be_visible()
    ana.send(ANSWER)

    house.open()

    expect(ana.tick(ANSWER, "read")).to_be_visible()
    house.write(team, MARTA, "Thank you!")
    expect(ana.bubble("Thank you!")).to_be_visible()
    expect(ana.rows).to_have_count(1)
    expect(ana.seats).to_have_accessible_name(ana.say("%(taken)s of %(most)s", taken="1"))
    assert house.said(team) == [ANSWER]


class Wire:
    """Between page and server: it can lose what the server pushes."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self._losing: tuple[str, str] | None = None

    def tap(self, page: Page) -> None:
        page.route_web_socket("**/socket.io/**", self._join)

    def lose(self, event: str, words: str) -> None:
        self._losing = (event, words)

    def _join(self, page_side: WebSocketRoute) -> None:
        server_side = page_side.connect_to_server()
        server_side.on_message(lambda frame: self._loses(frame) or page_side.send(frame))
        page_side.on_message(server_side.send)

    def _loses(self, frame: str | bytes) -> bool:
        """A push is `42/agents,["message_added",{…}]`."""
        text = frame if isinstance(frame, str) else frame.decode()
        kind, _, body = text.partition(",")
        if self._losing is None or kind != "42/agents":
            return False
        event, payload = json.loads(body)
        if event != self._losing[0] or payload["message"]["body"] != self._losing[1]:
            return False
        self.lost.append(self._losing[1])
        return True
