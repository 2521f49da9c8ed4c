"""Why this agent: each who was passed over, and for what, kept with the assignment."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from occ.core.run import Runner
from occ.flows import answer_offer
from occ.routing import candidates
from occ.users.models import Presence
from tests.builders import (
    NOW,
    a_service,
    an_agent,
    at,
    conversation,
    the_interaction,
    writes,
)


def told(run: Runner, key: str) -> list[dict[str, Any]]:
    with run.reading() as session:
        return candidates.told(session, conversation(run, key))


def why_not(run: Runner, key: str) -> dict[str, str]:
    newest = told(run, key)[0]
    return {one["name"]: one["why"]["text"] % one["why"]["values"] for one in newest["passed"]}


def test_each_who_was_passed_over_has_a_reason_of_their_own(run: Runner) -> None:
    ana = run(an_agent, "Ana", most=4)
    others = [
        run(an_agent, "Away", presence=Presence.AWAY),
        run(an_agent, "Offline", presence=Presence.OFFLINE),
        run(an_agent, "Gone", online=False),
        run(an_agent, "Full", most=2, seats_taken=2),
        run(an_agent, "Busier", most=4, seats_taken=1),
        run(an_agent, "Barred", whatsapp=False),
    ]
    run(an_agent, "Elsewhere")
    run(a_service, members=(ana, *others))

    key = writes(run)

    assert why_not(run, key) == {
        "Away": "Was away.",
        "Offline": "Was offline.",
        "Gone": "Had no console open.",
        "Full": "Was full: 2 of 2.",
        "Busier": "Was free, but busier or idle for less long: 1 of 4.",
        "Barred": "Is not allowed WhatsApp.",
        "Elsewhere": "Does not serve it.",
    }
    assert told(run, key)[0]["agent"] == "Ana"


def test_who_has_just_declined_rests_from_it(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = writes(run)
    run(an_agent, "Ben")
    first = the_interaction(run, key)

    run(answer_offer.decline, first.user_id, first.key, at(1))

    assert why_not(run, key) == {"Ana": "Had just passed on it."}
    assert [one["agent"] for one in told(run, key)] == ["Ben", "Ana"]


def test_where_everybody_serves_it_nobody_is_called_a_stranger(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    run(an_agent, "Ben", presence=Presence.AWAY)

    assert why_not(run, writes(run)) == {"Ben": "Was away."}


def test_in_a_large_house_no_more_are_kept_than_one_reads(run: Runner) -> None:
    run(a_service)
    for number in range(candidates.MOST + 3):
        run(an_agent, f"Agent {number}")

    newest = told(run, writes(run))[0]

    assert (len(newest["passed"]), newest["more"]) == (candidates.MOST, True)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_it_costs_one_statement(run: Runner) -> None:
    service = run(a_service)
    ana = run(an_agent, "Ana", online=False)
    statements: list[str] = []
    with run.database.writing() as session:
        event.listen(
            session.get_bind(), "before_cursor_execute", lambda *said: statements.append(said[2])
        )
        candidates.passed_over(session, service.id, 1, ana.id, NOW, is_staffed=False)

    assert len([said for said in statements if said.startswith("SELECT")]) == 1


def test_what_was_taken_or_handed_over_looked_at_nobody(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", presence=Presence.AWAY)
    key = writes(run)
    run(lambda session: setattr(session.get_one(type(ana), ana.id), "presence", Presence.AVAILABLE))

    run(answer_offer.take, ana.id, key, at(1))

    [taken] = told(run, key)
    assert (taken["passed"], taken["more"], taken["why"]["text"]) == (
        [],
        False,
        "Taken from the queue.",
    )
