"""Reports: each figure from the rows of its days, also in the nights in which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from occ.core.run import Runner
from occ.flows import agent_reply, close_conversation, hand_over, miss_offer
from occ.routing import needing, reports
from occ.routing.report_figures import AtOnce, Spread, at_once, spread
from occ.routing.reports import Period, Report
from occ.services.models import Service
from tests.builders import (
    NOW,
    Clock,
    a_service,
    accepts,
    an_agent,
    at,
    the_interaction,
    writes,
)

SUNDAY = date(2026, 11, 22)


def read(run: Runner, zone: str = "UTC", service: Service | None = None, days: int = 1) -> Report:
    asked = Period(SUNDAY - timedelta(days=days - 1), SUNDAY, zone)
    with run.reading() as session:
        return reports.read(session, asked, service.key if service else None, at(7200))


def test_the_median_and_the_ninetieth_are_times_that_somebody_had() -> None:
    assert spread([]) is None
    assert spread([4]) == Spread(4, 4)
    assert spread([float(n) for n in range(10, 0, -1)]) == Spread(5, 9)
    assert spread([float(n) for n in range(1, 101)]) == Spread(50, 90)


def test_how_many_at_once_counts_time_and_not_conversations() -> None:
    held = [(0.0, 60.0), (30.0, 60.0), (60.0, 90.0), (200.0, 200.0)]

    found = at_once(held)

    assert found == AtOnce(120 / 90, 2, found.spent if found else None)  # type: ignore[arg-type]
    assert found and dict(found.spent) == {1: 60, 2: 30}
    assert at_once([]) is None


def test_a_day_is_from_midnight_to_midnight_in_the_companys_zone() -> None:
    # https://www.iana.org/time-zones: Europe/Rome changes on 29 March and 25 October 2026.
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (SUNDAY, 24)):
        start, end = Period(day, day, "Europe/Rome").midnights
        assert end - start == timedelta(hours=hours), day
    start, _ = Period(date(2026, 10, 25), date(2026, 10, 25), "Europe/Rome").midnights
    assert start == datetime(2026, 10, 24, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("Europe/Rome", "2026-03-29", datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        ("Europe/Rome", "2026-03-29", datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
        ("Europe/Rome", "2026-03-30", datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        # The hour that comes twice belongs to one day both times.
        ("Europe/Rome", "2026-10-25", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Europe/Rome", "2026-10-25", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("Europe/Rome", "2026-10-25", datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
        ("Europe/Rome", "2026-10-26", datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    ],
)
def test_in_both_nights_whoever_writes_is_counted_once_and_on_the_right_day(
    run: Runner, clock: Clock, zone: str, day: str, utc: datetime
) -> None:
    run(a_service)
    clock.time = utc
    writes(run, now=utc)
    month = date(utc.year, utc.month, 1)

    with run.reading() as session:
        asked = Period(month, month + timedelta(days=39), zone)
        found = reports.read(session, asked, None, utc)

    assert {key: one.volume for key, one in found.days.items() if one.volume} == {day: 1}


def test_what_a_period_may_be_is_bounded() -> None:
    assert reports.period(None, None, SUNDAY, "UTC")[:2] == (date(2026, 11, 16), SUNDAY)
    long_ago = reports.period(date(1970, 1, 1), date(2030, 1, 1), SUNDAY, "UTC")
    assert (long_ago.last, len(long_ago.days)) == (SUNDAY, reports.MOST_DAYS)
    assert reports.period(SUNDAY, date(1, 1, 1), SUNDAY, "UTC").midnights


def test_a_conversation_is_counted_with_its_wait_answer_and_handling(
    run: Runner, clock: Clock
) -> None:
    sales = run(a_service)
    ana = run(an_agent, "Ana")
    key = writes(run)
    accepts(run, key, at(20))
    run(agent_reply.reply, ana.id, key, "1", "Yes", at(50))
    run(close_conversation.close, ana.id, key, at(320))

    found = read(run)

    day, service, agent = (
        found.days[SUNDAY.isoformat()],
        found.services[sales.key],
        found.agents[ana.key],
    )
    for one in (day, service, found.whole):
        assert (one.volume, one.abandoned, one.missed) == (1, 0, 0)
        assert one.wait == Spread(20, 20) and one.answer == Spread(50, 50)
        assert one.handle == Spread(300, 300)
    assert (agent.name, agent.accepted, agent.handle) == ("Ana", 1, Spread(300, 300))
    assert found.at_once is not None and dict(found.at_once.spent) == {1: 300}


def test_what_nobody_accepted_before_it_was_closed_was_abandoned(run: Runner) -> None:
    run(a_service)
    from_role = run(an_agent, "Sofia", role="supervisor", online=False)
    key = writes(run)
    run(close_conversation.close, from_role.id, key, at(5))

    assert (read(run).whole.volume, read(run).whole.abandoned) == (1, 1)


def test_what_was_joined_to_another_of_the_same_customer_is_not_one_that_they_gave_up(
    run: Runner,
) -> None:
    run(a_service, "Sales")
    support = run(a_service, "Support", "+390699999999")
    sofia = run(an_agent, "Sofia", role="supervisor", online=False)
    key = writes(run)
    writes(run, to="+390699999999")

    run(hand_over.to_service, sofia.id, key, support.key, at(5))

    found = read(run)
    assert (found.whole.volume, found.whole.abandoned) == (1, 0)
    with run.reading() as session:
        late = needing.of_late(session, timedelta(seconds=60), at(600))
    assert late["answered"] == {"of": 1, "in_time": 0}


def test_what_was_accepted_on_a_day_counts_there_however_late_it_ends(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = writes(run)
    accepts(run, key, NOW)
    before = read(run).agents[ana.key]

    run(close_conversation.close, ana.id, key, NOW + timedelta(days=9))

    after = read(run).agents[ana.key]
    assert (before.accepted, after.accepted) == (1, 1)
    assert after.at_once is not None and after.at_once.peak == 1


def test_an_offer_that_was_missed_counts_against_nobody_else(run: Runner) -> None:
    sales, ana = run(a_service), run(an_agent, "Ana")
    key = writes(run)
    run(miss_offer.miss, the_interaction(run, key).id, at(31))

    found = read(run)

    assert found.agents[ana.key].missed == found.services[sales.key].missed == 1
    assert found.agents[ana.key].handle is None


def test_of_one_service_alone(run: Runner) -> None:
    sales = run(a_service, "Sales")
    support = run(a_service, "Support", "+390699999999")
    writes(run, 1)
    writes(run, 2, to="+390699999999")

    assert read(run).whole.volume == 2
    assert list(read(run, service=support).services) == [support.key]
    assert read(run, service=sales).whole.volume == 1


def test_what_goes_on_fills_a_seat_until_now(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = writes(run)
    accepts(run, key, NOW)

    found = read(run).agents[ana.key].at_once

    assert found is not None and dict(found.spent) == {1: 7200}
