"""Issue 6, overflow: who waits too long goes over to another service, once, and nobody is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from occ.conversations.models import State
from occ.core.errors import Invalid
from occ.core.run import Runner
from occ.flows import hand_over, overflow, set_queue_rules
from occ.journal.models import JournalEntry
from occ.routing import candidates, happenings
from occ.services import opening
from occ.services.hours import Hours, Span
from occ.services.models import Service
from occ.services.queue_rules import QueueRules
from occ.users.models import Role
from tests.builders import (
    NOW,
    a_service,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    writes,
)

SUPPORT, BILLING = "+390687654321", "+390687654322"
TEN = 10 * 60


@pytest.fixture
def sales(run: Runner) -> Service:
    """Nobody is there; after ten minutes they go over to Support."""
    return run(a_service, members=(run(an_agent, "Nobody", online=False),))


@pytest.fixture
def support(run: Runner, sales: Service) -> Service:
    there = run(a_service, "Support", SUPPORT, (run(an_agent, "Ben", most=1, online=False),))
    leads(run, sales, there)
    return there


def leads(run: Runner, service: Service, to: Service, minutes: int = 10) -> None:
    rules = QueueRules(overflow_to=to.key, overflow_after_minutes=minutes)
    run(set_queue_rules.save, None, service.key, rules, NOW)


def sweeps(run: Runner, seconds: float) -> int:
    with run.reading() as session:
        found = overflow.due(session, at(seconds))
    for number in found:
        run(overflow.go_over, number, at(seconds))
    return len(found)


def service_of(run: Runner, key: str) -> int:
    return conversation(run, key).service_id


def test_after_its_minutes_it_waits_for_the_other_service(
    run: Runner, sales: Service, support: Service
) -> None:
    key = writes(run)

    assert sweeps(run, TEN - 1) == 0
    assert sweeps(run, TEN) == 1

    found = conversation(run, key)
    assert (found.service_id, found.state, found.waiting_since) == (
        support.id,
        State.WAITING,
        NOW,
    )


def test_it_is_offered_there_at_once_and_no_limit_is_passed(
    run: Runner, sales: Service, support: Service
) -> None:
    ana = run(an_agent, "Ana", most=1)
    billing = run(a_service, "Billing", BILLING, (ana,))
    leads(run, sales, billing)
    first, second = writes(run, 1), writes(run, 2, now=at(1))

    assert sweeps(run, TEN + 1) == 2

    assert stands(run, first) == (State.OFFERED, "Ana")
    assert stands(run, second) == (State.WAITING, None)
    assert fresh(run, ana).seats_taken == 1
    with run.reading() as session:
        [share] = candidates.told(session, conversation(run, first))
    assert [note["values"] for note in share["notes"]] == [{"service": "Sales"}]


def test_the_thread_and_the_journal_say_where_it_went(
    run: Runner, sales: Service, support: Service
) -> None:
    key = writes(run)
    sweeps(run, TEN)

    with run.reading() as session:
        [told] = happenings.of(session, conversation(run, key))
    assert (told["event"], told["by"], told["to"]) == ("overflowed", None, "Support")


def test_in_a_chain_the_minutes_of_each_count(
    run: Runner, sales: Service, support: Service
) -> None:
    billing = run(a_service, "Billing", BILLING, (run(an_agent, "Cleo", online=False),))
    leads(run, support, billing, 5)
    key = writes(run)

    sweeps(run, TEN)
    assert sweeps(run, TEN + 299) == 0
    assert service_of(run, key) == support.id
    assert sweeps(run, TEN + 300) == 1

    assert service_of(run, key) == billing.id


def test_services_that_lead_in_a_circle_are_refused(
    run: Runner, sales: Service, support: Service
) -> None:
    for target in (sales, support):
        with pytest.raises(Invalid):
            leads(run, support, target)


def test_of_two_who_save_a_circle_at_once_one_is_refused(run: Runner, sales: Service) -> None:
    there = run(a_service, "Support", SUPPORT)

    def save(pair: tuple[Service, Service]) -> bool:
        try:
            leads(run, *pair)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        saved = list(pool.map(save, [(sales, there), (there, sales)]))

    assert sorted(saved) == [False, True]


def test_two_sweeps_at_once_move_it_once(run: Runner, sales: Service, support: Service) -> None:
    keys = [writes(run, number) for number in range(1, 6)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: sweeps(run, TEN), range(4)))

    assert {service_of(run, key) for key in keys} == {support.id}
    with run.reading() as session:
        moved = session.scalars(
            select(JournalEntry.subject_key).where(JournalEntry.action == "conversation_overflowed")
        ).all()
    assert sorted(moved) == sorted(keys)


def test_who_talks_to_the_other_service_already_stays(
    run: Runner, sales: Service, support: Service
) -> None:
    there, here = writes(run, to=SUPPORT), writes(run)

    assert sweeps(run, TEN) == 0

    assert (service_of(run, there), service_of(run, here)) == (support.id, sales.id)


def test_what_was_handed_over_by_a_person_waits_anew(
    run: Runner, sales: Service, support: Service
) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    key = writes(run, to=SUPPORT)
    run(hand_over.to_service, sofia.id, key, sales.key, at(TEN))

    assert sweeps(run, TEN + 60) == 0
    assert sweeps(run, 2 * TEN) == 1


def test_while_it_is_shut_nobody_goes_over_and_the_night_does_not_count(
    run: Runner, sales: Service, support: Service
) -> None:
    # NOW is a Sunday at nine, UTC: open from ten on, every day.
    week = ((Span(10 * 60, 18 * 60),),) * 7
    run(opening.save, None, sales.key, (Hours(week, ()), "UTC", False), NOW)
    key = writes(run)

    assert [sweeps(run, seconds) for seconds in (30 * 60, 60 * 60, 70 * 60 - 1)] == [0, 0, 0]
    assert sweeps(run, 70 * 60) == 1
    assert service_of(run, key) == support.id
