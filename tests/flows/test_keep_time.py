from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute

from occ.conversations.models import State
from occ.core.run import Runner
from occ.flows import answer_offer, keep_time, miss_offer, presence
from occ.routing.models import Interaction, Rest
from occ.users.models import Lease, User
from tests.builders import (
    NOW,
    Clock,
    a_service,
    an_agent,
    at,
    fresh,
    stands,
    talks,
    the_interaction,
    writes,
)

HOME = "socket at home"
NOTHING = timedelta(0)


def test_an_hour_in_which_nobody_swept_takes_no_offer_from_anyone(
    run: Runner, clock: Clock
) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    run(keep_time.catch_up, NOW)
    key = writes(run)
    offer = the_interaction(run, key)

    moved = run(keep_time.catch_up, clock.to(3600))

    with run.reading() as session:
        assert miss_offer.overdue(session, at(3600)) == []
    assert moved == timedelta(hours=1)
    assert the_interaction(run, key).offer_ends_at == at(3630)
    run(answer_offer.accept, ana.id, offer.key, at(3629))


def test_nor_a_conversation_whose_connections_are_all_new(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", online=False)
    run(presence.come_online, ana.id, HOME, NOW)
    key = talks(run)
    run(keep_time.catch_up, NOW)

    run(keep_time.catch_up, clock.to(3600))
    run(presence.lapse, at(3600))
    # The old lease ends now, and nobody will renew it.
    run(presence.come_online, ana.id, "socket after the restart", at(3624))
    run(presence.lapse, at(3630))

    assert fresh(run, ana).grace_ends_at is None
    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_a_grace_that_ran_goes_on_where_it_was(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", online=False)
    run(presence.come_online, ana.id, HOME, NOW)
    run(presence.lose_connection, HOME, at(10))
    run(keep_time.catch_up, at(20))

    run(keep_time.catch_up, clock.to(3600))

    assert fresh(run, ana).grace_ends_at == at(40 + 3580)


def test_what_was_over_before_the_outage_stays_over(run: Runner, clock: Clock) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = writes(run)
    run(keep_time.catch_up, at(31))

    run(keep_time.catch_up, clock.to(3600))

    offer = the_interaction(run, key)
    with run.reading() as session:
        assert miss_offer.overdue(session, at(3600)) == [offer.id]


def test_a_slow_sweep_is_no_outage(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    run(keep_time.catch_up, NOW)
    key = writes(run)

    moved = run(keep_time.catch_up, at(5))

    assert moved == NOTHING
    assert the_interaction(run, key).offer_ends_at == at(30)


def test_the_first_sweep_of_all_moves_nothing(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = writes(run)

    moved = run(keep_time.catch_up, at(3600))

    assert moved == NOTHING
    assert the_interaction(run, key).offer_ends_at == at(30)


def test_two_sweepers_move_an_outage_once(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    run(keep_time.catch_up, NOW)
    key = writes(run)

    run(keep_time.catch_up, at(3600))
    again = run(keep_time.catch_up, at(3600))

    assert again == NOTHING
    assert the_interaction(run, key).offer_ends_at == at(3630)


def test_a_clock_that_went_back_moves_nothing(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    run(keep_time.catch_up, at(100))
    key = writes(run)

    back = run(keep_time.catch_up, at(50))
    forth = run(keep_time.catch_up, at(101))

    assert (back, forth) == (NOTHING, NOTHING)
    assert the_interaction(run, key).offer_ends_at == at(30)


def test_after_an_outage_every_queue_is_looked_at(run: Runner, clock: Clock) -> None:
    run(a_service)
    run(keep_time.catch_up, NOW)
    key = writes(run)
    run(an_agent, "Ana")
    assert stands(run, key) == (State.WAITING, None)

    run(keep_time.catch_up, clock.to(3600))

    assert stands(run, key) == (State.OFFERED, "Ana")


def due(run: Runner, seconds: float) -> set[str]:
    with run.reading() as session:
        return {
            name for name, is_due in keep_time.due(session, at(seconds))._asdict().items() if is_due
        }


def test_a_sweep_is_noted_every_two_seconds(run: Runner) -> None:
    assert due(run, 0) == {"note"}
    run(keep_time.catch_up, NOW)

    assert due(run, 1.9) == set()
    assert due(run, 2) == {"note"}


def test_and_again_when_the_clock_was_put_back(run: Runner) -> None:
    run(keep_time.catch_up, at(100))

    assert due(run, 99) == {"note"}


@pytest.mark.parametrize(
    ("deadline", "what"),
    [
        (Interaction.offer_ends_at, "offers"),
        (Lease.expires_at, "leases"),
        (User.grace_ends_at, "graces"),
        (Rest.until, "rests"),
    ],
)
def test_a_deadline_that_is_over_is_due(
    run: Runner, deadline: InstrumentedAttribute[Any], what: str
) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    writes(run)
    declined = the_interaction(run, writes(run, 2))
    run(answer_offer.decline, ana.id, declined.key, NOW)
    run(keep_time.catch_up, NOW)
    assert due(run, 1) == set()

    with run.database.writing() as session:
        session.execute(update(deadline.class_).values({deadline: at(1)}))

    assert due(run, 1) == {what}
