"""Issue 6, targets: so many percent answered in so many seconds, now and in the reports."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import true

from occ.core.run import Runner
from occ.flows import agent_reply, set_queue_rules
from occ.realtime import sync
from occ.routing import reports, targets
from occ.routing.targets import Target
from occ.services.models import Service
from occ.services.queue_rules import QueueRules
from occ.users.models import Role, User
from tests.builders import NOW, a_service, an_agent, at, talks, writes


@pytest.fixture
def ana(run: Runner) -> User:
    return run(an_agent, "Ana", most=9)


@pytest.fixture
def sales(run: Runner) -> Service:
    service = run(a_service)
    rules = QueueRules(target_percent=80, target_seconds=60)
    run(set_queue_rules.save, None, service.key, rules, NOW)
    return service


def answered(run: Runner, ana: User, number: int, seconds: float) -> None:
    key = talks(run, number)
    run(agent_reply.reply, ana.id, key, f"{number}", "Hi", at(seconds))


def now(run: Runner, seconds: float) -> list[dict[str, Any]]:
    with run.reading() as session:
        return targets.last_hour(session, true(), at(seconds))


@pytest.mark.parametrize(
    ("answered_after", "seen_after", "verdict"),
    [(60, 61, True), (61, 62, False), (None, 60, None), (None, 61, False)],
)
def test_an_answer_is_in_time_up_to_the_target(
    answered_after: float | None, seen_after: float, verdict: bool | None
) -> None:
    assert Target(80, 60).judges(answered_after, seen_after) is verdict


@pytest.mark.parametrize(("in_time", "of", "missed"), [(4, 5, False), (3, 4, True), (0, 0, False)])
def test_a_target_is_missed_below_its_percent(in_time: int, of: int, missed: bool) -> None:
    assert Target(80, 60).is_missed(in_time, of) is missed


def test_the_last_hour_is_judged_service_by_service(run: Runner, ana: User, sales: Service) -> None:
    run(a_service, "Support", "+390687654321")
    answered(run, ana, 1, 30)
    answered(run, ana, 2, 90)
    writes(run, 3, now=at(90))
    writes(run, 4, to="+390687654321")

    [told] = now(run, 100)

    assert (told["name"], told["in_time"], told["of"], told["missed"]) == ("Sales", 1, 2, True)
    assert now(run, 2 * 3600)[0]["of"] == 0


def test_who_oversees_is_told_on_their_console_and_agents_are_not(
    run: Runner, ana: User, sales: Service
) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    answered(run, ana, 1, 90)

    with run.reading() as session:
        told = [sync.missed_targets(session, user, at(100)) for user in (sofia, ana)]

    assert [[one["name"] for one in each] for each in told] == [["Sales"], []]


def test_reports_say_how_many_were_answered_in_time(run: Runner, ana: User, sales: Service) -> None:
    answered(run, ana, 1, 30)
    answered(run, ana, 2, 90)
    writes(run, 3, now=at(1000))

    with run.reading() as session:
        asked = reports.period(NOW.date(), NOW.date(), NOW.date(), "UTC")
        found = reports.read(session, asked, None, at(1010))
    assert found.services[sales.key].in_time == found.whole.in_time == 0.5
