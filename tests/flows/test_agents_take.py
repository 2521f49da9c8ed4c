"""Issue 6, take from the queue (a setting): where a service wants it, the queue alone decides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import true

from occ.conversations.models import State
from occ.core.errors import Conflict
from occ.core.run import Runner
from occ.flows import answer_offer, presence
from occ.routing import waiting
from occ.services import desk_rules
from occ.services.models import Service
from occ.users.models import Role
from tests.builders import NOW, Clock, a_service, an_agent, at, stands, talks, writes
from tests.flows.test_lost_connection import HOME, sweep
from tests.flows.test_opening_hours import opens


@pytest.fixture
def sales(run: Runner) -> Service:
    """Whose agents get what is offered to them."""
    service = run(a_service)
    rules = replace(desk_rules.of(service), agents_take=False)
    run(desk_rules.save, None, service.key, rules, NOW)
    return service


def test_agents_take_nothing_and_who_oversees_does(run: Runner, sales: Service) -> None:
    key = writes(run)
    ben = run(an_agent, "Ben")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR)

    with pytest.raises(Conflict) as refusal:
        run(answer_offer.take, ben.id, key, NOW)
    run(answer_offer.take, sofia.id, key, NOW)

    assert refusal.value.code == "not_to_take"
    assert stands(run, key) == (State.ACTIVE, "Sofia")


def test_what_a_lost_line_took_from_somebody_they_take_back(
    run: Runner, sales: Service, clock: Clock
) -> None:
    ana = run(an_agent, "Ana", online=False)
    run(presence.come_online, ana.id, HOME, NOW)
    opens(run, sales, "sunday 8:00-9:01")
    key = talks(run)
    run(presence.lose_connection, HOME, at(50))
    sweep(run, clock, 80)
    run(presence.come_online, ana.id, "socket after a tunnel", clock.to(90))
    assert stands(run, key) == (State.WAITING, None)
    ben = run(an_agent, "Ben")

    with pytest.raises(Conflict) as refusal:
        run(answer_offer.take, ben.id, key, at(91))
    run(answer_offer.take, ana.id, key, at(91))

    assert refusal.value.code == "not_to_take"
    assert stands(run, key) == (State.ACTIVE, "Ana")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (["sunday 10:00-18:00"], "Closed until %(moment)s, then it is offered."),
        ([], "Closed, and no opening follows: a supervisor gives this to somebody."),
    ],
)
def test_out_of_hours_nobody_is_told_that_they_may_take_it(
    run: Runner, sales: Service, hours: list[str], said: str
) -> None:
    opens(run, sales, *hours)
    writes(run)

    with run.reading() as session:
        assert waiting.reasons(session, true(), NOW)[sales.key]["text"] == said
