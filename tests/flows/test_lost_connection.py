from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.conversations.models import RETURNED, State
from occ.core.run import Runner
from occ.flows import presence
from occ.users.models import Presence, User
from tests.builders import (
    NOW,
    Clock,
    a_service,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    talks,
    writes,
)

HOME = "socket at home"
AVAILABLE, AWAY, OFFLINE = Presence.AVAILABLE, Presence.AWAY, Presence.OFFLINE


def ana_with_a_conversation(run: Runner) -> tuple[User, str]:
    """Ana is connected once and talks; the conversation's key."""
    run(a_service)
    ana = run(an_agent, "Ana", online=False)
    run(presence.come_online, ana.id, HOME, NOW)
    return ana, talks(run)


def sweep(run: Runner, clock: Clock, seconds: float) -> None:
    """What the job does, so many seconds after the start."""
    now = clock.to(seconds)
    run(presence.lapse, now)
    with run.reading() as session:
        gone = presence.gone(session, now)
    for user_id in gone:
        run(presence.return_work, user_id, now)


def test_after_a_lost_connection_the_work_stays_for_a_grace(run: Runner, clock: Clock) -> None:
    ana, key = ana_with_a_conversation(run)

    run(presence.lose_connection, HOME, at(10))
    sweep(run, clock, 39)

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert fresh(run, ana).grace_ends_at == at(40)


def test_then_it_returns_to_the_head_of_the_queue_with_its_waiting_time(
    run: Runner, clock: Clock
) -> None:
    ana, key = ana_with_a_conversation(run)
    later = writes(run, 2, now=at(5))

    run(presence.lose_connection, HOME, at(10))
    sweep(run, clock, 40)

    assert stands(run, key) == (State.WAITING, None)
    assert (conversation(run, key).queue_rank, conversation(run, key).waiting_since) == (
        RETURNED,
        NOW,
    )
    assert stands(run, later) == (State.WAITING, None)
    assert fresh(run, ana).seats_taken == 0


def test_a_colleague_is_offered_it_first(run: Runner, clock: Clock) -> None:
    _, key = ana_with_a_conversation(run)
    waits = writes(run, 2)
    ben = run(an_agent, "Ben", online=False, most=1)
    run(presence.lose_connection, HOME, at(10))
    sweep(run, clock, 40)

    run(presence.come_online, ben.id, "socket of Ben", at(41))

    assert stands(run, key) == (State.OFFERED, "Ben")
    assert stands(run, waits) == (State.WAITING, None)


def test_back_within_the_grace_everything_is_still_there(run: Runner, clock: Clock) -> None:
    ana, key = ana_with_a_conversation(run)
    run(presence.lose_connection, HOME, at(10))

    run(presence.come_online, ana.id, "socket after a tunnel", at(39))
    sweep(run, clock, 60)

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert fresh(run, ana).grace_ends_at is None


def test_back_in_the_instant_of_the_sweep_everything_is_still_there(run: Runner) -> None:
    ana, key = ana_with_a_conversation(run)
    run(presence.lose_connection, HOME, at(10))
    with run.reading() as session:
        assert presence.gone(session, at(40)) == [ana.id]

    run(presence.come_online, ana.id, "socket after a tunnel", at(40))
    run(presence.return_work, ana.id, at(40))

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_a_renewal_that_a_sweep_overtook_ends_the_grace(run: Runner) -> None:
    ana, _ = ana_with_a_conversation(run)
    run(presence.lose_connection, HOME, at(10))
    run(presence.come_online, ana.id, "new tab", at(20))
    # Another process took the grace from a lease that was over by its clock.
    run(start_grace, ana.id)

    run(presence.come_online, ana.id, "new tab", at(30))

    assert fresh(run, ana).grace_ends_at is None


def start_grace(session: Session, user_id: int) -> None:
    session.execute(update(User).where(User.id == user_id).values(grace_ends_at=at(50)))


def test_several_tabs_are_one_presence(run: Runner, clock: Clock) -> None:
    ana, key = ana_with_a_conversation(run)
    run(presence.come_online, ana.id, "second tab", at(1))

    run(presence.lose_connection, HOME, at(2))
    sweep(run, clock, 20)

    assert fresh(run, ana).grace_ends_at is None
    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_a_connection_that_is_not_renewed_is_lost(run: Runner, clock: Clock) -> None:
    ana, key = ana_with_a_conversation(run)

    sweep(run, clock, 25)
    assert fresh(run, ana).grace_ends_at == at(55)
    sweep(run, clock, 55)

    assert stands(run, key) == (State.WAITING, None)


def test_a_renewed_one_is_not(run: Runner, clock: Clock) -> None:
    ana, key = ana_with_a_conversation(run)

    for seconds in range(10, 120, 10):
        run(presence.come_online, ana.id, HOME, at(seconds))
        sweep(run, clock, seconds + 5)

    assert stands(run, key) == (State.ACTIVE, "Ana")
