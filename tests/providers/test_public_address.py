"""Our public address, judged by its looks and by a call from here (A1)."""

from __future__ import annotations

import pytest

from occ.core.checks import Level
from occ.flows import verify_account
from occ.flows.verify_account import Place
from occ.messaging.reach import Reached
from occ.providers import outside
from tests.builders import NOW
from tests.providers import neighbours


@pytest.mark.parametrize(
    ("url", "reached", "level", "sentence"),
    [
        ("http://127.0.0.1:5000", "", Level.BAD, "127.0.0.1 is an address of this machine"),
        ("http://[::1]:5000", "", Level.BAD, "::1 is an address of this machine"),
        ("https://192.168.1.4", "", Level.BAD, "192.168.1.4 is an address of this machine"),
        ("http://localhost:5000", "", Level.BAD, "localhost is a name that only this machine"),
        ("https://chat", "", Level.BAD, "chat is no name of the internet."),
        ("http://chat.example.com", "", Level.WARN, "is not https."),
        ("https://chat.example.com", "stranger", Level.WARN, "not this installation"),
        ("https://chat.example.com", "name", Level.WARN, "Its name can't be resolved"),
        ("https://chat.example.com", "", Level.OK, "only a call of its own proves"),
    ],
)
def test_the_public_address_is_judged_by_its_looks_and_by_a_call_from_here(
    url: str, reached: str, level: Level, sentence: str
) -> None:  # A1
    called: list[str] = []

    def reach_(address: str, installation: str) -> Reached:
        called.append(address)
        return Reached(reached or None)

    lines = verify_account.about_address(reach_, Place(url, "installation", NOW))

    assert lines[0].level is level
    assert sentence in f"{lines[0].words} {lines[0].cure}"
    # What is no public address is never called from here.
    assert bool(called) == (level is not Level.BAD)
    assert lines[1].at == NOW


def test_only_this_installation_counts_as_reached() -> None:
    body = b'{"status": "live", "installation": "ours"}'
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"

    with neighbours.saying(answer) as url:
        assert outside.reach(url, "ours") == Reached(None, 200)
        assert outside.reach(url, "theirs") == Reached("stranger", 200)
    with neighbours.saying(moved) as url:
        assert outside.reach(url, "ours") == Reached("stranger", 302)
    with neighbours.nobody() as url:
        assert outside.reach(url, "ours").failure == "connection"
    with neighbours.no_name() as url:
        assert outside.reach(url, "ours").failure == "name"


def test_who_polls_needs_no_public_address() -> None:
    place = Place("http://127.0.0.1:5000", "installation", None, polls=True)

    [line] = verify_account.about_address(None, place)

    assert line.level is Level.OK and "by polling" in str(line.words)


def test_a_simulator_beside_us_needs_no_public_address_either() -> None:
    place = Place("http://127.0.0.1:5000", "installation", NOW, "127.0.0.1")

    [line, calls] = verify_account.about_address(None, place)

    assert (line.level, calls.at) == (Level.OK, NOW)
    elsewhere = Place("http://127.0.0.1:5000", "installation", NOW)
    assert verify_account.about_address(None, elsewhere)[0].level is Level.BAD
