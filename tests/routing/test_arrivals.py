"""How long a message took from our edge to a screen, by what the rows have kept (A1)."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from occ.core.errors import NotFound
from occ.core.run import Runner
from occ.flows import agent_reply, show_offer
from occ.messaging.models import Direction, Message
from occ.routing import arrivals
from occ.routing.arrivals import Arrival
from tests.builders import (
    Clock,
    a_service,
    accepts,
    an_agent,
    at,
    talks,
    the_interaction,
    writes,
)


def first(run: Runner, service_id: int, after: int = 0) -> Arrival | None:
    with run.reading() as session:
        return arrivals.first_after(session, service_id, after)


def test_a_message_is_timed_to_the_offer_and_to_the_screen(run: Runner, clock: Clock) -> None:  # A1
    service, ana = run(a_service), run(an_agent, "Ana")
    clock.to(0.02)
    key = writes(run)
    offer = the_interaction(run, key)

    run(show_offer.shown, ana.id, offer.key, at(0.214))
    run(show_offer.shown, ana.id, offer.key, at(9))

    found = first(run, service.id)
    assert found is not None
    assert (found.agent, found.offered_ms, found.shown_ms) == ("Ana", 20, 214)
    assert found.sender == "whatsapp:+48500100001" and not found.in_hand


def test_only_whose_offer_it_is_may_say_that_it_is_shown(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = writes(run)
    offer = the_interaction(run, key)
    ben = run(an_agent, "Ben")

    with pytest.raises(NotFound):
        run(show_offer.shown, ben.id, offer.key, at(1))

    assert the_interaction(run, key).shown_at is None


def test_what_waits_has_no_agent_and_what_is_in_hand_no_time(run: Runner) -> None:
    service = run(a_service)
    key = writes(run)
    waiting = first(run, service.id)
    assert waiting is not None and (waiting.agent, waiting.offered_ms) == (None, None)

    run(an_agent, "Ana")
    run.drain(service.id)
    accepts(run, key)
    with run.reading() as session:
        after = arrivals.newest_message(session)
    assert first(run, service.id, after) is None
    writes(run, now=at(60))

    again = first(run, service.id, after)
    assert again is not None and again.in_hand
    assert (again.agent, again.shown_ms) == ("Ana", None)


def test_another_services_messages_are_no_test_of_this_one(run: Runner) -> None:
    run(a_service)
    support = run(a_service, "Support", "+48500100200")
    writes(run)

    assert first(run, support.id) is None


def test_the_first_that_was_answered_is_found(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    writes(run, 1)
    with run.reading() as session:
        assert arrivals.first_answered(session) is None
    key = talks(run, 2, now=at(5))
    offer = the_interaction(run, key)
    run(show_offer.shown, ana.id, offer.key, at(5.1))

    run(agent_reply.reply, ana.id, key, "client", "Yes", at(7))

    with run.reading() as session:
        found = arrivals.first_answered(session)
    assert found is not None and found.sender == "whatsapp:+48500100002"


def test_who_writes_first_has_answered_nobody(run: Runner) -> None:
    service, ana = run(a_service), run(an_agent, "Ana")
    key = talks(run)
    run(agent_reply.reply, ana.id, key, "client", "Yes", at(7))
    with run.database.writing() as session:
        session.execute(delete(Message).where(Message.direction == Direction.IN))

    with run.reading() as session:
        assert not arrivals.any_answered(session)
        assert arrivals.first_answered(session) is None
        assert arrivals.first_after(session, service.id, 0) is None
