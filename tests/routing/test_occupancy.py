"""Issue 6, occupancy: how many of the seats that agents offered were taken; worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from occ.core.run import Runner
from occ.flows import change_profile, close_conversation, presence
from occ.flows.change_profile import ProfileChange
from occ.routing import reports
from occ.routing.reports import Period, Report
from occ.users.models import Presence, User
from tests.builders import NOW, Clock, a_service, an_agent, at, talks
from tests.routing.test_reports import SUNDAY

OTHER_NUMBER = "+390699999999"


def read(run: Runner, seconds: float, zone: str = "UTC", service: str | None = None) -> Report:
    with run.reading() as session:
        return reports.read(session, Period(SUNDAY, SUNDAY, zone), service, at(seconds))


def available(run: Runner, name: str, most: int, now: datetime = NOW) -> User:
    user = run(an_agent, name, most=most, online=False)
    run(presence.come_online, user.id, f"socket of {name}", now)
    return user


def test_an_hour_with_two_seats_and_one_conversation_of_half_an_hour_is_a_quarter(
    run: Runner, clock: Clock
) -> None:
    sales = run(a_service)
    ana = available(run, "Ana", 2)
    key = talks(run, now=NOW)
    run(close_conversation.close, ana.id, key, clock.to(1800))

    found = read(run, 3600)

    for one in (
        found.whole,
        found.days[SUNDAY.isoformat()],
        found.services[sales.key],
        found.agents[ana.key],
    ):
        assert (one.taken, one.offered, one.occupancy) == (1800, 7200, 0.25)
    assert dict(found.agents[ana.key].stood) == {"available": 3600}


def test_what_is_finished_while_away_takes_no_seat_that_was_offered(
    run: Runner, clock: Clock
) -> None:
    run(a_service)
    ana = available(run, "Ana", 2)
    key = talks(run, now=NOW)
    run(presence.choose, ana.id, Presence.AWAY, None, clock.to(600))
    run(close_conversation.close, ana.id, key, clock.to(900))

    found = read(run, 1000).agents[ana.key]

    assert (found.taken, found.offered) == (600, 1200)
    assert dict(found.stood) == {"available": 600, "away": 400}


def test_each_limit_counts_for_as_long_as_it_held(run: Runner, clock: Clock) -> None:
    run(a_service)
    ana = available(run, "Ana", 4)
    talks(run, 1, now=NOW)
    talks(run, 2, now=NOW)
    wanted = ProfileChange(max_interactions=1)
    run(change_profile.change, None, [ana.key], wanted, clock.to(100))

    found = read(run, 200).agents[ana.key]

    # Both are kept, and so half of the time is over the limit.
    assert (found.taken, found.offered) == (400, 500)


def test_who_is_there_and_has_nothing_counts_and_who_takes_no_chats_does_not(run: Runner) -> None:
    run(a_service)
    ana = available(run, "Ana", 3)
    sofia = run(an_agent, "Sofia", online=False, chat=False, whatsapp=False)
    run(presence.come_online, sofia.id, "socket of Sofia", NOW)

    found = read(run, 60)

    assert list(found.agents) == [ana.key]
    assert found.agents[ana.key].occupancy == 0
    assert found.whole.offered == 180


def test_a_service_counts_the_seats_of_those_who_serve_it(run: Runner, clock: Clock) -> None:
    ana, ben = available(run, "Ana", 2), available(run, "Ben", 3)
    sales = run(a_service, "Sales", members=(ana,))
    support = run(a_service, "Support", OTHER_NUMBER, members=(ana, ben))
    key = talks(run, now=NOW)
    run(close_conversation.close, ana.id, key, clock.to(100))

    found, of_support = read(run, 100), read(run, 100, service=support.key)

    assert (found.services[sales.key].taken, found.services[sales.key].offered) == (100, 200)
    assert (found.whole.taken, found.whole.offered) == (100, 500)
    assert (of_support.whole.taken, of_support.whole.offered) == (0, 500)
    assert list(read(run, 100, service=sales.key).agents) == [ana.key]


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (SUNDAY, 24)]
)
def test_both_nights_have_their_hours_and_midnight_divides_what_runs_through_it(
    run: Runner, day: date, hours: int
) -> None:
    """https://www.iana.org/time-zones: Europe/Rome changes on 29 March and 25 October 2026."""
    run(a_service)
    before = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    ana = available(run, "Ana", 2, now=before)
    asked = Period(day, day + timedelta(days=1), "Europe/Rome")

    with run.reading() as session:
        found = reports.read(session, asked, None, before + timedelta(days=9))

    assert [one.offered for one in found.days.values()] == [hours * 7200, 24 * 7200]
    assert found.agents[ana.key].stood["available"] == (hours + 24) * 3600


def test_a_conversation_through_midnight_is_divided_too(run: Runner, clock: Clock) -> None:
    run(a_service)
    late = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    ana = available(run, "Ana", 1, now=late)
    clock.time = late
    key = talks(run, now=late)
    clock.time = late + timedelta(hours=1)
    run(close_conversation.close, ana.id, key, clock.time)
    asked = Period(SUNDAY, SUNDAY + timedelta(days=1), "Europe/Rome")

    with run.reading() as session:
        found = reports.read(session, asked, None, late + timedelta(hours=2))

    # 22:30 in UTC is 23:30 in Rome.
    assert [(one.taken, one.offered) for one in found.days.values()] == [(1800, 1800), (1800, 5400)]
