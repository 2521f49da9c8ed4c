"""A customer's answer from 1 to 5 is kept with the closed conversation, which stays closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from occ.conversations import ratings
from occ.conversations.models import State
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import close_conversation
from occ.flows.agent_reply import reply
from occ.routing import needing, queries, reports
from occ.services import automatic
from occ.services.automatic import Text, TextKind
from occ.services.models import Service
from occ.users.models import User
from tests.builders import NOW, a_service, an_agent, at, conversation, stands, talks, writes
from tests.flows.automatic import rounds

ASKED = 80
DAY = 24 * 3600


@pytest.fixture
def sales(run: Runner) -> Service:
    service = run(a_service)
    texts = {TextKind.RATING: Text(True, {"en": "1 to 5?"})}
    run(automatic.save, None, service.key, texts, NOW)
    return service


@pytest.fixture
def ana(run: Runner, sales: Service) -> User:
    return run(an_agent, "Ana")


@pytest.fixture
def asked(run: Runner, ana: User) -> str:
    """A conversation whose customer was asked, 80 s after NOW."""
    key = talks(run)
    run(reply, ana.id, key, "c1", "Here you are", at(5))
    run(close_conversation.close, ana.id, key, at(10))
    rounds(run, ASKED)
    return key


def test_the_answer_is_kept_and_opens_nothing(
    run: Runner, sales: Service, asked: str, told: list[Event]
) -> None:
    told.clear()
    assert writes(run, body="4", now=at(100)) == asked

    found = conversation(run, asked)
    assert (found.state, found.rating, found.rated_at) == (State.CLOSED, 4, at(100))
    assert {event.name for event in told} >= {"message_added", "conversation_changed"}
    with run.reading() as session:
        assert queries.summary(session, found.id)["rating"] == 4
        late = needing.of_late(session, timedelta(minutes=1), at(200))
        whole = reports.read(
            session, reports.period(None, None, NOW.date(), "UTC"), None, at(200)
        ).whole
    assert late["ratings"] == {sales.key: {"count": 1, "average": 4.0}}
    assert (whole.rating, whole.ratings) == (4.0, [4])


def test_a_second_number_or_any_other_text_is_a_message_as_usual(
    run: Runner, ana: User, asked: str
) -> None:
    other = writes(run, body="Thanks a lot!", now=at(100))
    assert other != asked
    assert writes(run, body="5", now=at(110)) == other, "something new was begun"
    assert conversation(run, asked).rating is None


def test_it_is_rated_once(run: Runner, asked: str) -> None:
    writes(run, body="5", now=at(100))
    assert writes(run, body="1", now=at(110)) != asked
    assert conversation(run, asked).rating == 5


def test_a_number_the_day_after_is_a_message_as_usual(run: Runner, asked: str) -> None:
    assert writes(run, body="5", now=at(ASKED + DAY)) != asked


def test_who_was_not_asked_writes_a_message_as_usual(
    run: Runner, sales: Service, ana: User
) -> None:
    run(automatic.save, None, sales.key, {}, NOW)
    key = talks(run)
    run(close_conversation.close, ana.id, key, at(10))
    rounds(run, ASKED)
    assert writes(run, body="5", now=at(100)) != key
    assert stands(run, key)[0] is State.CLOSED


@pytest.mark.parametrize(
    ("body", "rating"),
    [
        *(("4", 4), (" 5. ", 5), ("۴", 4), ("3/5", 3), ("2 su 5", 2), ("5!", 5), ("4️⃣", 4)),
        *(("⭐⭐⭐", 3), ("★★★★★", 5), ("⭐️⭐️", 2)),
        *(("0", None), ("6", None), ("45", None), ("5 pieces please", None), ("five", None)),
        *(("", None), ("1 2", None), ("5/10", None), ("⭐⭐⭐⭐⭐⭐", None), ("-1", None)),
    ],
)
def test_what_is_a_rating(body: str, rating: int | None) -> None:
    assert ratings.read(body) == rating
