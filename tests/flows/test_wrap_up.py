"""After closing the seat stays taken for a moment, and an outcome says how it ended."""

from __future__ import annotations

from datetime import datetime

import pytest

from occ.conversations.labels import LabelKind
from occ.conversations.models import State
from occ.core.errors import Conflict, NotFound
from occ.core.run import Runner
from occ.flows import close_conversation, keep_labels, presence, reopen_conversation, wrap_up
from occ.routing import queries, seats
from occ.services import desk_rules
from occ.services.desk_rules import DeskRules
from occ.services.models import Service
from occ.users.models import Presence, Role, User
from tests.builders import (
    NOW,
    a_service,
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
def sales(run: Runner) -> Service:
    return run(a_service)


@pytest.fixture
def ana(run: Runner, sales: Service) -> User:
    """Alone, with one seat and a minute to wrap up."""
    run(desk_rules.save, None, sales.key, DeskRules(0, 60, False, 0, 0), NOW)
    return run(an_agent, "Ana", most=1)


def sweeps(run: Runner, now: datetime) -> None:
    with run.reading() as session:
        found = wrap_up.overdue(session, now)
    for number in found:
        run(wrap_up.end, number, now)


def test_the_seat_stays_taken_for_the_wrap_up_and_its_time_frees_it(run: Runner, ana: User) -> None:
    key = talks(run, 1)
    run(close_conversation.close, ana.id, key, at(10))
    waiting = writes(run, 2, now=at(11))
    assert (stands(run, key)[0], fresh(run, ana).seats_taken) == (State.CLOSED, 1)
    assert stands(run, waiting) == (State.WAITING, None)

    sweeps(run, at(69))
    assert fresh(run, ana).seats_taken == 1
    sweeps(run, at(70))
    sweeps(run, at(71))

    assert (stands(run, key), stands(run, waiting)) == (
        (State.CLOSED, None),
        (State.OFFERED, "Ana"),
    )
    assert fresh(run, ana).seats_taken == 1


def test_the_agent_finishes_earlier_and_twice_is_once(run: Runner, ana: User) -> None:
    key = talks(run)
    interaction = the_interaction(run, key).key
    run(close_conversation.close, ana.id, key, at(10))
    ben = run(an_agent, "Ben")
    with pytest.raises(NotFound):
        run(wrap_up.finish, ben.id, interaction, at(11))

    for _ in range(2):
        run(wrap_up.finish, ana.id, interaction, at(12))

    assert fresh(run, ana).seats_taken == 0
    with run.reading() as session:
        assert queries.summary(session, conversation(run, key).id)["wrap_ends_at"] is None


def test_a_console_that_comes_shows_what_is_wrapped_up(run: Runner, ana: User) -> None:
    key = talks(run)
    run(close_conversation.close, ana.id, key, at(10))

    with run.reading() as session:
        [row] = queries.at_hand(session, session.get_one(User, ana.id))

    assert (row["key"], row["state"], row["wrap_ends_at"]) == (
        key,
        "closed",
        "2026-11-22T09:01:10.000Z",
    )


def test_undo_goes_on_in_the_seat_that_is_still_taken(run: Runner, ana: User) -> None:
    key = talks(run)
    run(close_conversation.close, ana.id, key, at(10))

    run(reopen_conversation.reopen, ana.id, key, at(15))
    sweeps(run, at(100))

    assert (stands(run, key), fresh(run, ana).seats_taken) == ((State.ACTIVE, "Ana"), 1)
    run(close_conversation.close, ana.id, key, at(110))
    run(wrap_up.finish, ana.id, the_interaction(run, key).key, at(111))
    run(reopen_conversation.reopen, ana.id, key, at(112))
    assert (stands(run, key), fresh(run, ana).seats_taken) == ((State.ACTIVE, "Ana"), 1)


def test_a_supervisor_s_closing_leaves_the_agent_no_paper_work(run: Runner, ana: User) -> None:
    key = talks(run)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)

    run(close_conversation.close, sofia.id, key, at(10))

    assert fresh(run, ana).seats_taken == 0


def test_a_wrap_up_is_no_work_in_hand(run: Runner, ana: User) -> None:
    key = talks(run)
    run(close_conversation.close, ana.id, key, at(10))

    run(presence.choose, ana.id, Presence.OFFLINE, None, at(11))

    with run.reading() as session:
        found = session.get_one(User, ana.id)
        assert (found.presence, found.seats_taken) == (Presence.OFFLINE, 1)


def test_a_customer_who_writes_during_the_wrap_up_opens_a_new_conversation(
    run: Runner, ana: User
) -> None:
    key = talks(run)
    run(close_conversation.close, ana.id, key, at(10))

    again = writes(run, now=at(20))

    assert again != key
    assert stands(run, again) == (State.WAITING, None)


def test_a_service_that_asks_for_an_outcome_is_told_one(
    run: Runner, sales: Service, ana: User
) -> None:
    run(desk_rules.save, None, sales.key, DeskRules(0, 0, True, 0, 0), NOW)
    first = talks(run, 1)
    run(close_conversation.close, ana.id, first, at(1))  # The list is empty yet.
    solved = run(keep_labels.save, ana.id, LabelKind.OUTCOME, None, "Solved", NOW)
    vip = run(keep_labels.save, ana.id, LabelKind.TAG, None, "VIP", NOW)
    key = talks(run, 2, at(2))

    with pytest.raises(Conflict) as refusal:
        run(close_conversation.close, ana.id, key, at(3))
    with pytest.raises(NotFound):
        run(close_conversation.close, ana.id, key, at(3), vip.key)
    run(close_conversation.close, ana.id, key, at(3), solved.key)

    assert refusal.value.code == "outcome_needed"
    with run.reading() as session:
        told = queries.summary(session, conversation(run, key).id)
    assert (told["state"], told["outcome"]["name"]) == ("closed", "Solved")
    run(reopen_conversation.reopen, ana.id, key, at(4))
    assert conversation(run, key).outcome_id is None


def test_a_wrap_up_counts_as_a_seat_when_seats_are_counted_anew(run: Runner, ana: User) -> None:
    key = talks(run)
    run(close_conversation.close, ana.id, key, at(10))

    with run.database.writing() as session:
        assert seats.drift(session) == []
        assert seats.recount(session, ana.id) == (1, 1)
