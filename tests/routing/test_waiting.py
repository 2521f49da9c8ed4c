"""Why it waits: each fact that keeps a conversation from an agent, in one sentence a service."""

from __future__ import annotations

import pytest
from sqlalchemy import true, update

from occ.core.run import Runner
from occ.flows import answer_offer
from occ.routing import waiting
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users.models import Lease, Presence, User
from tests.builders import NOW, a_service, accepts, an_agent, at, the_interaction, writes


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service)


def why(run: Runner, seconds: float = 0) -> dict[str, str]:
    """By service, the sentence in English."""
    with run.reading() as session:
        found = waiting.reasons(session, true(), at(seconds))
    return {key: words["text"] % words["values"] for key, words in found.items()}


def changes(run: Runner, user: User, **values: object) -> None:
    run(lambda session: session.execute(update(User).where(User.id == user.id).values(**values)))


def test_where_nobody_waits_there_is_nothing_to_say(run: Runner, sales: Service) -> None:
    assert why(run) == {}


def test_each_fact_has_its_sentence(run: Runner, sales: Service) -> None:
    writes(run)
    assert why(run)[sales.key] == "Nobody who serves this is allowed WhatsApp."
    ana = run(an_agent, "Ana", online=False, most=1, presence=Presence.AWAY)
    assert why(run)[sales.key] == "Nobody who serves this is signed in."
    run(an_agent, "Ben", most=1, presence=Presence.AWAY)
    assert why(run)[sales.key] == "Nobody who serves this is available."
    run(an_agent, "Cleo", most=1, seats_taken=1)
    assert why(run)[sales.key] == "The only one who could take it has all seats taken."
    run(an_agent, "Dan", most=1, seats_taken=1)
    assert why(run)[sales.key] == "All 2 who could take it have all their seats taken."
    changes(run, ana, disabled_at=NOW)
    run(store.save, TwilioSettings(whatsapp=False), NOW)
    assert why(run)[sales.key] == "WhatsApp is switched off: nothing is offered until it is on."


def test_only_its_own_team_counts(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    run(an_agent, "Ben", presence=Presence.AWAY)
    sales = run(a_service, members=(ana,))
    writes(run)

    assert why(run) == {sales.key: "Nobody who serves this is signed in."}


def test_what_everybody_passed_on_comes_round_again(run: Runner, sales: Service) -> None:
    ana = run(an_agent)
    key = writes(run)
    run(answer_offer.decline, ana.id, the_interaction(run, key).key, NOW)

    said = "Whoever is free has passed on it; soon it is offered to them again."
    assert why(run, 1) == {sales.key: said}


def test_what_came_to_nobodys_number_is_a_supervisors(run: Runner) -> None:
    writes(run, to="+390600000000")

    [said] = why(run).values()
    assert said == "The number belongs to no service: a supervisor hands this over."


def test_a_lease_that_is_over_is_nobody(run: Runner, sales: Service) -> None:
    run(an_agent, most=1)
    accepts(run, writes(run))
    writes(run, 2)
    assert "all seats" in why(run)[sales.key]

    run(lambda session: session.execute(update(Lease).values(expires_at=at(5))))

    assert why(run, 6)[sales.key] == "Nobody who serves this is signed in."
