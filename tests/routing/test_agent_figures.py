"""Issue 6, reports by agent: whose wait, whose first answer and whose rating it was."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.run import Runner
from occ.flows import agent_reply, close_conversation, hand_over
from occ.routing.report_figures import Spread
from occ.users.models import User
from tests.builders import Clock, a_service, accepts, an_agent, at, writes
from tests.routing.test_occupancy import read


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent, "Ana")


def rate(session: Session, key: str, rating: int) -> None:
    session.execute(update(Conversation).where(Conversation.key == key).values(rating=rating))


def test_wait_answer_and_rating_are_those_of_the_agent_who_had_it_then(
    run: Runner, clock: Clock, ana: User
) -> None:
    for number, waited, answered, rating in ((1, 10, 40, 5), (2, 20, 90, 2), (3, 60, 61, 4)):
        key = writes(run, number)
        accepts(run, key, clock.to(waited))
        run(agent_reply.reply, ana.id, key, f"{number}", "Yes", clock.to(answered))
        run(close_conversation.close, ana.id, key, clock.to(300))
        run(rate, key, rating)

    found = read(run, 600).agents[ana.key]

    assert (found.wait, found.answer) == (Spread(20, 60), Spread(61, 90))
    assert sorted(found.ratings) == [2, 4, 5] and found.rating == pytest.approx(11 / 3)


def test_what_was_handed_over_is_the_firsts_wait_the_answerers_answer_and_the_lasts_rating(
    run: Runner, clock: Clock, ana: User
) -> None:
    key = writes(run)
    accepts(run, key, clock.to(20))
    ben = run(an_agent, "Ben")
    run(hand_over.to_colleague, ana.id, key, ben.key, clock.to(50))
    run(agent_reply.reply, ben.id, key, "1", "Yes", clock.to(70))
    run(close_conversation.close, ben.id, key, clock.to(100))
    run(rate, key, 3)

    found = read(run, 600).agents

    first, second = found[ana.key], found[ben.key]
    assert (first.wait, first.answer, first.rating) == (Spread(20, 20), None, None)
    assert (second.wait, second.answer, second.rating) == (None, Spread(70, 70), 3)


def test_what_we_begin_ourselves_is_nobodys_wait(run: Runner, ana: User) -> None:
    key = writes(run)
    accepts(run, key, at(20))
    run(begun_by_us, key)

    found = read(run, 600).agents[ana.key]

    assert (found.accepted, found.wait, found.answer) == (1, None, None)


def begun_by_us(session: Session, key: str) -> None:
    """As begin_conversation leaves it: answered at the instant it opened."""
    opened = update(Conversation).where(Conversation.key == key)
    session.execute(opened.values(first_answered_at=Conversation.opened_at))


def test_a_mark_of_a_period_before_is_not_counted_again(run: Runner, ana: User) -> None:
    """Accepted on Sunday and closed on Monday: Monday has its handling and its rating alone."""
    key = writes(run)
    accepts(run, key, at(20))
    run(close_conversation.close, ana.id, key, at(86_400))
    run(rate, key, 5)

    assert (read(run, 90_000).agents[ana.key].wait, read(run, 90_000).agents[ana.key].rating) == (
        Spread(20, 20),
        None,
    )
