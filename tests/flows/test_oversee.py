"""A supervisor steps in; the limit holds, and the journal says who did it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from occ.conversations.models import State
from occ.core.errors import Conflict, NotFound
from occ.core.run import Runner
from occ.flows import hand_over, oversee, park_conversation, presence
from occ.journal.models import JournalEntry
from occ.users.models import Presence, Role, User
from tests.builders import (
    Clock,
    a_service,
    accepts,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    talks,
    writes,
)


@pytest.fixture
def sofia(run: Runner) -> User:
    run(a_service)
    return run(an_agent, "Sofia", role=Role.SUPERVISOR, online=False)


def journal(run: Runner, subject: str) -> list[tuple[str, int | None]]:
    with run.reading() as session:
        rows = session.execute(
            select(JournalEntry.action, JournalEntry.actor_id)
            .where(JournalEntry.subject_key == subject)
            .order_by(JournalEntry.id)
        )
        return [(action, actor) for action, actor in rows]


def test_what_is_sent_back_stands_first_and_does_not_come_straight_back(
    run: Runner, sofia: User
) -> None:
    ana = run(an_agent, "Ana")
    key = talks(run)

    run(oversee.send_back, sofia.id, key, at(60))

    assert stands(run, key) == (State.WAITING, None)
    assert conversation(run, key).queue_rank == 0
    assert fresh(run, ana).seats_taken == 0
    assert ("conversation_sent_back", sofia.id) in journal(run, key)


def test_what_waits_can_not_be_sent_back(run: Runner, sofia: User) -> None:
    key = writes(run)

    with pytest.raises(Conflict, match="in the queue already"):
        run(oversee.send_back, sofia.id, key, at(1))


def test_what_is_parked_can_not_be_sent_back(run: Runner, sofia: User) -> None:
    ana = run(an_agent, "Ana")
    key = talks(run)
    run(park_conversation.park, ana.id, key, None, at(1))

    with pytest.raises(Conflict, match="parked"):
        run(oversee.send_back, sofia.id, key, at(2))


def test_an_agent_steps_in_nowhere(run: Runner, sofia: User) -> None:
    run(an_agent, "Ana")
    ben = run(an_agent, "Ben", online=False)
    key = talks(run)

    for flow in (oversee.send_back, oversee.put_forward):
        extra = (True,) if flow is oversee.put_forward else ()
        with pytest.raises(NotFound):
            run(flow, ben.id, key, *extra, at(1))  # type: ignore[arg-type]


def test_of_two_supervisors_who_move_one_conversation_the_second_moves_nothing(
    run: Runner, sofia: User
) -> None:
    sara = run(an_agent, "Sara", role=Role.SUPERVISOR, online=False)
    key = writes(run)
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben")
    # Offered to somebody in this moment it still stands in the queue on their screens.
    run(oversee.assign, sofia.id, key, ana.key, at(5), oversee.QUEUE)

    with pytest.raises(Conflict, match="Ana has it by now"):
        run(oversee.assign, sara.id, key, ben.key, at(6), oversee.QUEUE)
    with pytest.raises(Conflict, match="Ana has it by now"):
        run(oversee.assign_over, sara.id, key, ben.key, at(6), oversee.ASIDE)
    assert stands(run, key) == (State.ACTIVE, "Ana")

    run(oversee.assign, sara.id, key, ben.key, at(7), ana.key)
    with pytest.raises(Conflict, match="Ben has it by now"):
        run(oversee.send_back, sofia.id, key, at(8), ana.key)
    assert stands(run, key) == (State.ACTIVE, "Ben")
    run(presence.choose, ana.id, Presence.AWAY, None, at(9))
    run(oversee.send_back, sofia.id, key, at(9), ben.key)
    with pytest.raises(Conflict, match="in the queue by now"):
        run(oversee.send_back, sara.id, key, at(10), ben.key)


def test_to_assign_holds_the_limit(run: Runner, sofia: User) -> None:
    ana = run(an_agent, "Ana", most=1)
    talks(run, 1)
    key = writes(run, 2)

    with pytest.raises(Conflict) as refused:
        run(hand_over.to_colleague, sofia.id, key, ana.key, at(1))

    assert refused.value.code == "no_seat"
    assert stands(run, key) == (State.WAITING, None)


def test_beyond_the_limit_means_to_raise_it_and_both_are_written_down(
    run: Runner, sofia: User
) -> None:
    ana = run(an_agent, "Ana", most=1)
    talks(run, 1)
    key = writes(run, 2)

    run(oversee.assign_over, sofia.id, key, ana.key, at(1))

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert (fresh(run, ana).seats_taken, fresh(run, ana).max_interactions) == (2, 2)
    assert ("profile_changed", sofia.id) in journal(run, ana.key)
    assert ("conversation_handed_over", sofia.id) in journal(run, key)


def test_nobody_who_is_away_is_given_more_by_a_raised_limit(run: Runner, sofia: User) -> None:
    ana = run(an_agent, "Ana", most=1)
    talks(run, 1)
    run(presence.choose, ana.id, Presence.AWAY, None, at(1))
    key = writes(run, 2)

    with pytest.raises(Conflict):
        run(oversee.assign_over, sofia.id, key, ana.key, at(2))

    assert fresh(run, ana).max_interactions == 1


def test_what_is_put_forward_is_offered_first(run: Runner, sofia: User) -> None:
    first, second = writes(run, 1), writes(run, 2, now=at(1))

    run(oversee.put_forward, sofia.id, second, True, at(2))
    run(an_agent, "Ana", most=1)
    run.drain(conversation(run, first).service_id)

    assert stands(run, second) == (State.OFFERED, "Ana")
    assert stands(run, first) == (State.WAITING, None)


def test_put_forward_by_mistake_it_stands_where_it_stood(run: Runner, sofia: User) -> None:
    key = writes(run)

    run(oversee.put_forward, sofia.id, key, True, at(1))
    run(oversee.put_forward, sofia.id, key, False, at(2))

    assert conversation(run, key).queue_rank == 1
    assert [action for action, _ in journal(run, key)] == [
        "conversation_put_forward",
        "conversation_put_in_line",
    ]


def test_somebody_set_away_hears_who_did_it_and_comes_back_alone(run: Runner, sofia: User) -> None:
    ana = run(an_agent, "Ana")
    key = writes(run)

    run(oversee.set_presence, sofia.id, ana.key, Presence.AWAY, True, at(5))

    assert stands(run, key) == (State.WAITING, None)
    now = fresh(run, ana)
    assert (now.presence, now.away_because, now.presence_since) == (
        Presence.AWAY,
        "supervisor",
        at(5),
    )
    assert ("presence_chosen", sofia.id) in journal(run, ana.key)
    with pytest.raises(Conflict, match="Only they themselves"):
        run(oversee.set_presence, sofia.id, ana.key, Presence.AVAILABLE, True, at(6))
    run(presence.choose, ana.id, Presence.AVAILABLE, None, at(7))
    assert fresh(run, ana).away_because is None


@pytest.mark.parametrize(("keep", "state"), [(True, State.ACTIVE), (False, State.WAITING)])
def test_offline_the_work_stays_or_goes_as_the_supervisor_says(
    run: Runner, sofia: User, keep: bool, state: State
) -> None:
    ana = run(an_agent, "Ana")
    key = talks(run)

    run(oversee.set_presence, sofia.id, ana.key, Presence.OFFLINE, keep, at(5))

    assert conversation(run, key).state is state


def test_reading_along_is_written_down_once_an_hour(run: Runner, sofia: User) -> None:
    run(an_agent, "Ana")
    key = talks(run)

    for seconds in (0, 60, 3500, 3700):
        run(oversee.read_along, sofia.id, key, at(seconds))

    assert journal(run, key) == [("conversation_overseen", sofia.id)] * 2


def test_the_first_times_stay_when_it_goes_on_to_somebody_else(
    run: Runner, sofia: User, clock: Clock
) -> None:
    run(an_agent, "Ana")
    key = writes(run)
    accepts(run, key, at(20))

    run(an_agent, "Ben")
    run(oversee.send_back, sofia.id, key, clock.to(60))
    accepts(run, key, at(70))

    row = conversation(run, key)
    assert (row.first_accepted_at, row.accepted_at) == (at(20), at(70))
