"""A place on the map goes beside words, as WhatsApp's pin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from occ.core.errors import Conflict
from occ.core.run import Runner
from occ.flows import agent_reply
from occ.messaging.details import Place
from occ.messaging.ports import Kind
from occ.users.models import User
from tests.builders import at
from tests.flows.sending.post import a_talk, claims, sent

OFFICE = Place(52.2297, 21.0122, "Our office", "")


@pytest.fixture
def talk(run: Runner) -> tuple[User, str]:
    return a_talk(run)


def shares(
    run: Runner, talk: tuple[User, str], place: Place = OFFICE, body: str = "", now: float = 1
) -> list[dict[str, object]]:
    ana, key = talk
    return run(agent_reply.reply, ana.id, key, "x", body, at(now), (), place)


def test_a_place_leaves_with_its_name_for_words(run: Runner, talk: tuple[User, str]) -> None:
    [told] = shares(run, talk)

    [message] = sent(run)
    assert (message.kind, message.body) == (Kind.LOCATION, "Our office")
    assert told["details"] == {
        "place": {"latitude": 52.2297, "longitude": 21.0122, "label": "Our office", "address": ""}
    }
    [claimed] = claims(run, at(2))
    assert (claimed.place, claimed.media) == (OFFICE, None)


def test_one_without_a_name_says_its_figures(run: Runner, talk: tuple[User, str]) -> None:
    shares(run, talk, Place(52.2297, -21.0122, "", ""))

    [message] = sent(run)
    assert "52.2297, -21.0122" in message.body


def test_words_go_before_the_place(run: Runner, talk: tuple[User, str]) -> None:
    shares(run, talk, body="Here we are:")
    shares(run, talk, body="Here we are:")

    assert [(each.kind, each.body) for each in sent(run)] == [
        (Kind.TEXT, "Here we are:"),
        (Kind.LOCATION, "Our office"),
    ]


def test_a_place_needs_the_window_as_any_answer(run: Runner, talk: tuple[User, str]) -> None:
    with pytest.raises(Conflict):
        shares(run, talk, now=timedelta(hours=25).total_seconds())
    assert sent(run) == []
