from __future__ import annotations

import pytest
from sqlalchemy import select

from occ.conversations.models import State
from occ.core.errors import Conflict
from occ.core.run import Runner
from occ.flows import answer_offer, presence
from occ.journal import entries as journal
from occ.routing.models import Ending, Interaction
from occ.users.models import Presence, User
from tests.builders import (
    NOW,
    Clock,
    a_service,
    accepts,
    an_agent,
    at,
    fresh,
    stands,
    talks,
    the_interaction,
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


def test_signing_in_is_enough_to_be_offered_what_waits(run: Runner) -> None:  # A8
    run(a_service)
    ana = run(an_agent, "Ana", online=False)
    key = writes(run)
    assert stands(run, key) == (State.WAITING, None)

    run(presence.come_online, ana.id, HOME, NOW)

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_who_is_not_connected_is_offered_nothing(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", online=False)
    run(presence.come_online, ana.id, HOME, NOW)

    # Nobody has swept the lease that is over.
    clock.to(26)
    key = writes(run, now=at(26))

    assert stands(run, key) == (State.WAITING, None)


def test_no_connection_changes_a_presence(run: Runner) -> None:
    ana, _ = ana_with_a_conversation(run)
    run(presence.choose, ana.id, AWAY, None, at(1))

    run(presence.lose_connection, HOME, at(2))
    run(presence.come_online, ana.id, "second device", at(3))

    assert fresh(run, ana).presence is AWAY


def test_away_keeps_what_one_talks_about_and_gives_offers_back(run: Runner) -> None:
    ana, key = ana_with_a_conversation(run)
    offered = writes(run, 2)
    assert stands(run, offered) == (State.OFFERED, "Ana")

    run(presence.choose, ana.id, AWAY, None, NOW)

    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert stands(run, offered) == (State.WAITING, None)
    assert fresh(run, ana).seats_taken == 1


def test_away_is_offered_nothing_and_available_again_what_waits(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", presence=AWAY)
    key = writes(run)
    assert stands(run, key) == (State.WAITING, None)

    run(presence.choose, ana.id, AVAILABLE, None, NOW)

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_going_offline_with_work_in_hand_needs_a_decision(run: Runner) -> None:
    ana, key = ana_with_a_conversation(run)

    with pytest.raises(Conflict) as refusal:
        run(presence.choose, ana.id, OFFLINE, None, NOW)

    assert refusal.value.code == "work_in_hand"
    assert fresh(run, ana).presence is AVAILABLE
    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_offline_keeping_the_work(run: Runner) -> None:
    ana, key = ana_with_a_conversation(run)
    offered = writes(run, 2)
    assert stands(run, offered) == (State.OFFERED, "Ana")

    run(presence.choose, ana.id, OFFLINE, True, NOW)

    assert fresh(run, ana).presence is OFFLINE
    assert stands(run, key) == (State.ACTIVE, "Ana")
    assert stands(run, offered) == (State.WAITING, None)


def test_offline_handing_all_back(run: Runner) -> None:
    ana, key = ana_with_a_conversation(run)
    run(an_agent, "Ben")

    run(presence.choose, ana.id, OFFLINE, False, NOW)

    assert stands(run, key) == (State.OFFERED, "Ben")
    assert fresh(run, ana).seats_taken == 0
    with run.reading() as session:
        first = session.scalars(select(Interaction).order_by(Interaction.id)).first()
        assert first is not None and first.ending is Ending.LEFT


def test_offline_with_nothing_in_hand_needs_no_decision(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")

    run(presence.choose, ana.id, OFFLINE, None, NOW)

    assert fresh(run, ana).presence is OFFLINE


def test_what_comes_back_is_not_lost_to_who_gave_it_back(run: Runner) -> None:
    ana, key = ana_with_a_conversation(run)
    run(presence.choose, ana.id, OFFLINE, False, NOW)
    assert stands(run, key) == (State.WAITING, None)

    run(presence.choose, ana.id, AVAILABLE, None, at(1))

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_a_chosen_presence_is_in_the_journal_once(run: Runner) -> None:
    ana, _ = ana_with_a_conversation(run)

    run(presence.choose, ana.id, AWAY, None, NOW)
    run(presence.choose, ana.id, AWAY, None, NOW)

    with run.reading() as session:
        [line] = journal.of(session, journal.Subject("user", ana.key))
        assert (line.before, line.after) == ({"presence": "available"}, {"presence": "away"})


def test_a_choice_ends_being_away_for_missed_offers(run: Runner) -> None:
    ana = run(an_agent, "Ana", presence=AWAY, away_because="missed_offers", missed_in_row=1)

    run(presence.choose, ana.id, AVAILABLE, None, NOW)

    now = fresh(run, ana)
    assert (now.presence, now.away_because, now.missed_in_row) == (AVAILABLE, None, 0)


def test_an_accepted_offer_of_an_agent_who_came_late_is_over(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", online=False)
    run(presence.come_online, ana.id, HOME, NOW)
    key = writes(run)
    offer = the_interaction(run, key)
    run(presence.lose_connection, HOME, at(1))
    sweep(run, clock, 31)
    assert stands(run, key) == (State.WAITING, None)

    run(presence.come_online, ana.id, "socket", at(32))
    with pytest.raises(Conflict) as refusal:
        run(answer_offer.accept, ana.id, offer.key, at(32))

    assert refusal.value.code == "offer_gone"


def test_accepting_is_all_it_takes_after_a_reconnect(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", online=False)
    run(presence.come_online, ana.id, HOME, NOW)
    key = writes(run)
    run(presence.lose_connection, HOME, at(1))
    run(presence.come_online, ana.id, "socket", at(2))

    accepts(run, key, at(3))

    assert stands(run, key) == (State.ACTIVE, "Ana")
