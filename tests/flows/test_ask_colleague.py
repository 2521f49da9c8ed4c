"""Handing over asks the receiver: the seat is kept meanwhile, and a refusal loses nothing."""

from __future__ import annotations

import pytest

from occ.conversations.models import State
from occ.core.run import Runner
from occ.flows import answer_offer, hand_over, miss_offer, presence
from occ.routing import happenings
from occ.users.models import User
from tests.builders import (
    NOW,
    a_service,
    accepts,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    talks,
    the_interaction,
    writes,
)


@pytest.fixture
def ana(run: Runner) -> User:
    run(a_service)
    return run(an_agent, "Ana", most=1)


@pytest.fixture
def asked(run: Runner, ana: User) -> tuple[str, User]:
    """Ana talks and hands over to Ben, who comes to the desk."""
    key = talks(run)
    ben = run(an_agent, "Ben")
    run(hand_over.ask_colleague, ana.id, key, ben.key, NOW)
    return key, ben


def test_the_receiver_is_asked_and_a_seat_of_theirs_is_kept_for_it(
    run: Runner, ana: User, asked: tuple[str, User]
) -> None:
    key, ben = asked
    assert stands(run, key) == (State.OFFERED, "Ben")
    assert [fresh(run, user).seats_taken for user in (ana, ben)] == [0, 1]

    accepts(run, key, at(5))

    assert stands(run, key) == (State.ACTIVE, "Ben")
    with run.reading() as session:
        told = happenings.of(session, conversation(run, key))
    assert [(one["event"], one["by"], one["to"]) for one in told] == [
        ("accepted", "Ana", None),
        ("handed_over", "Ana", "Ben"),
        ("accepted", "Ben", None),
    ]


def test_declined_it_stands_at_the_head_of_its_queue_with_the_time_it_has_waited(
    run: Runner, ana: User, asked: tuple[str, User]
) -> None:
    key, ben = asked
    began = conversation(run, key).waiting_since
    waits = [writes(run, number, now=at(1)) for number in (2, 3)]
    accepts(run, waits[0], at(1))

    run(answer_offer.decline, ben.id, the_interaction(run, key).key, at(5))

    # Ana is full and Ben rests from it: it waits, and before what came later.
    assert stands(run, key) == (State.WAITING, None)
    assert conversation(run, key).waiting_since == began
    ahead = conversation(run, waits[1])
    assert conversation(run, key).queue_rank < ahead.queue_rank


def test_missed_it_comes_back_to_who_gave_it_where_they_alone_are_free(
    run: Runner, ana: User, asked: tuple[str, User]
) -> None:
    key, _ = asked

    assert run(miss_offer.miss, the_interaction(run, key).id, at(31))

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_who_leaves_while_asked_tears_it_from_nobody(
    run: Runner, ana: User, asked: tuple[str, User]
) -> None:
    key, ben = asked

    run(presence.choose, ben.id, presence.Presence.OFFLINE, False, at(3))

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_who_accepts_by_themselves_is_not_asked(run: Runner, ana: User) -> None:
    key = talks(run)
    ben = run(an_agent, "Ben", auto_accept=True)

    run(hand_over.ask_colleague, ana.id, key, ben.key, NOW)

    assert stands(run, key) == (State.ACTIVE, "Ben")


def test_a_receiver_who_chose_more_time_is_given_it(run: Runner, ana: User) -> None:
    key = talks(run)
    ben = run(an_agent, "Ben", offer_times=2)

    run(hand_over.ask_colleague, ana.id, key, ben.key, NOW)

    assert the_interaction(run, key).offer_ends_at == at(60)


def test_two_at_once_ask_for_a_last_seat_and_one_is_refused(run: Runner, ana: User) -> None:
    first = talks(run)
    cleo = run(an_agent, "Cleo")
    second = writes(run, 2)
    accepts(run, second)
    ben = run(an_agent, "Ben", most=1)

    run(hand_over.ask_colleague, ana.id, first, ben.key, NOW)
    with pytest.raises(hand_over.Conflict, match="Ben has no free seat"):
        run(hand_over.ask_colleague, cleo.id, second, ben.key, NOW)

    assert stands(run, second) == (State.ACTIVE, "Cleo")
    assert fresh(run, ben).seats_taken == 1
