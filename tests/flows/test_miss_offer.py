from __future__ import annotations

from occ.conversations.models import State
from occ.core.run import Runner
from occ.flows import miss_offer, presence, set_up
from occ.routing import offers
from occ.settings.pages import RoutingSettings
from occ.users.models import Presence
from tests.builders import (
    NOW,
    Clock,
    a_service,
    accepts,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    the_interaction,
    writes,
)


def sweep(run: Runner, clock: Clock, seconds: float) -> None:
    """What the job does with offers, so many seconds after the start."""
    now = clock.to(seconds)
    with run.reading() as session:
        overdue = miss_offer.overdue(session, now)
    for interaction_id in overdue:
        run(miss_offer.miss, interaction_id, now)
    for service_id in run(offers.rested, now):
        run.drain(service_id)


def test_an_offer_nobody_answered_goes_to_the_next(run: Runner, clock: Clock) -> None:  # A8
    run(a_service)
    ana = run(an_agent, "Ana")
    run(an_agent, "Ben")
    key = writes(run)
    assert stands(run, key) == (State.OFFERED, "Ana")

    sweep(run, clock, 30)

    assert stands(run, key) == (State.OFFERED, "Ben")
    assert the_interaction(run, key).offer_ends_at == at(60)
    assert fresh(run, ana).seats_taken == 0


def test_not_before_its_time(run: Runner, clock: Clock) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = writes(run)

    sweep(run, clock, 29.9)

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_missed_by_the_only_agent_it_comes_round_again(run: Runner, clock: Clock) -> None:  # A8
    run(a_service)
    run(an_agent, "Ana")
    key = writes(run)
    sweep(run, clock, 30)
    assert stands(run, key) == (State.WAITING, None)

    sweep(run, clock, 50)

    assert stands(run, key) == (State.OFFERED, "Ana")
    assert conversation(run, key).waiting_since == NOW


def test_two_misses_in_a_row_set_the_agent_away(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = writes(run)
    sweep(run, clock, 30)
    assert fresh(run, ana).presence is Presence.AVAILABLE
    sweep(run, clock, 50)

    sweep(run, clock, 80)

    now = fresh(run, ana)
    assert (now.presence, now.away_because) == (Presence.AWAY, "missed_offers")
    assert stands(run, key) == (State.WAITING, None)


def test_back_at_the_desk_it_is_offered_again_and_never_lost(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = writes(run)
    for seconds in (30, 50, 80, 100):
        sweep(run, clock, seconds)
    assert stands(run, key) == (State.WAITING, None)

    run(presence.choose, ana.id, Presence.AVAILABLE, None, at(200))

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_an_answer_between_two_misses_begins_the_count_again(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    missed = writes(run, 1)
    sweep(run, clock, 30)
    accepts(run, writes(run, 2, now=at(31)), at(32))

    sweep(run, clock, 50)
    assert stands(run, missed) == (State.OFFERED, "Ana")
    sweep(run, clock, 80)

    now = fresh(run, ana)
    assert (now.presence, now.missed_in_row) == (Presence.AVAILABLE, 1)


def test_a_miss_while_not_connected_does_not_count(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", online=False, missed_in_row=1)
    run(presence.come_online, ana.id, "socket", NOW)
    key = writes(run)
    run(presence.lose_connection, "socket", at(1))

    sweep(run, clock, 30)

    now = fresh(run, ana)
    assert (now.presence, now.missed_in_row) == (Presence.AVAILABLE, 1)
    assert stands(run, key) == (State.WAITING, None)


def test_how_long_an_offer_stands_and_how_many_misses_are_settings(
    run: Runner, clock: Clock
) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    run(set_up.save, None, RoutingSettings(offer_seconds=5, misses_until_away=1), NOW)
    key = writes(run)

    sweep(run, clock, 5)

    assert fresh(run, ana).presence is Presence.AWAY
    assert stands(run, key) == (State.WAITING, None)


def test_an_offer_that_was_answered_meanwhile_is_not_missed(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = writes(run)
    offer = the_interaction(run, key)
    accepts(run, key, at(29))

    assert run(miss_offer.miss, offer.id, at(30)) is False

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_two_sweeps_at_once_miss_it_once(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = writes(run)
    offer = the_interaction(run, key)

    assert run(miss_offer.miss, offer.id, at(30)) is True
    assert run(miss_offer.miss, offer.id, at(30)) is False

    assert fresh(run, ana).missed_in_row == 1
