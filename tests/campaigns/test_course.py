"""How a run went over time: by the hour, the day or the week of the company's zone (E3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from occ.campaigns import course, lifecycle, recipients
from occ.campaigns.course import Course, Kind, Step
from occ.core.run import Runner
from occ.flows import delivery_status
from occ.flows.record_attempt import Refused
from occ.messaging.outbox import Claimed
from occ.messaging.ports import Delivery, Scope, StatusReport
from tests.builders import at
from tests.campaigns.company import WHY, a_campaign, answers, feeds, ready, settles, starts

WARSAW = ZoneInfo("Europe/Warsaw")
HOUR = 3600


def of(run: Runner, key: str) -> Course:
    with run.reading() as session:
        found = recipients.of(session, lifecycle.find(session, key))
        return course.of(session, found.id, WARSAW)


def told(found: Course) -> list[tuple[str, list[int]]]:
    return [
        (f"{each.begins:%d %H:%M}", [each.people[kind] for kind in Kind])
        for each in found.stretches
    ]


def laid_out(*moments: datetime, zone: str = "Europe/Warsaw") -> Course:
    counted = {(course.quarter_of(moment), Kind.SENT): 1 for moment in moments}
    return course.laid_out(counted, ZoneInfo(zone))


def test_what_was_sent_and_what_arrived_stand_in_the_hours_they_came(run: Runner) -> None:  # E3
    owner = run(ready)
    key = run(a_campaign, owner, 3)
    starts(run, owner, key)
    claimed = feeds(run, key)
    answers(run, claimed, Refused("21211", WHY, Scope.MESSAGE))

    for one, delivery, when in (
        (claimed[1], Delivery.DELIVERED, at(2 * HOUR)),
        (claimed[1], Delivery.READ, at(2 * HOUR)),
        (claimed[2], Delivery.UNDELIVERED, at(2 * HOUR + 60)),
    ):
        run(delivery_status.take, StatusReport(f"SM{one.attempt_key}", delivery), when)
        settles(run, when)

    found = of(run, key)
    assert found.step is Step.HOUR
    assert told(found) == [
        ("22 10:00", [2, 0, 1]),
        ("22 11:00", [0, 0, 0]),
        ("22 12:00", [0, 1, 1]),
    ]
    assert [found.total(kind) for kind in Kind] == [2, 1, 2] and found.most == 2


def test_a_failure_that_is_corrected_later_leaves_its_hour(run: Runner) -> None:  # E3
    owner = run(ready)
    key = run(a_campaign, owner, 2)
    starts(run, owner, key)
    claimed = feeds(run, key)
    answers(run, claimed)

    def is_told(one: Claimed, delivery: Delivery, when: datetime) -> None:
        run(delivery_status.take, StatusReport(f"SM{one.attempt_key}", delivery), when)
        settles(run, when)

    for one in claimed:
        is_told(one, Delivery.UNDELIVERED, at(HOUR))
    is_told(claimed[0], Delivery.DELIVERED, at(3 * HOUR))

    assert told(of(run, key)) == [
        ("22 10:00", [2, 0, 0]),
        ("22 11:00", [0, 0, 1]),
        ("22 12:00", [0, 0, 0]),
        ("22 13:00", [0, 1, 0]),
    ]
    is_told(claimed[1], Delivery.DELIVERED, at(3 * HOUR))
    assert [of(run, key).total(kind) for kind in Kind] == [2, 2, 0]


def test_before_anything_was_sent_there_is_no_course(run: Runner) -> None:
    owner = run(ready)

    assert of(run, run(a_campaign, owner, 1)).stretches == ()


@pytest.mark.parametrize(
    ("length", "step", "stretches"),
    [
        (timedelta(0), Step.HOUR, 1),
        (timedelta(hours=47), Step.HOUR, 48),
        (timedelta(days=3), Step.DAY, 4),
        (timedelta(days=70), Step.WEEK, 11),
    ],
)
def test_the_longer_it_lasts_the_longer_is_a_stretch(
    length: timedelta, step: Step, stretches: int
) -> None:
    begins = datetime(2026, 6, 1, 9, tzinfo=UTC)

    found = laid_out(begins, begins + length)

    assert (found.step, len(found.stretches)) == (step, stretches)
    assert found.total(Kind.SENT) == (2 if length else 1)


def test_the_hour_that_comes_twice_stands_twice_and_the_skipped_one_never() -> None:
    autumn = laid_out(datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))
    spring = laid_out(datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC))

    assert [each.begins.hour for each in autumn.stretches] == [1, 2, 2, 3]
    assert [each.begins.hour for each in spring.stretches] == [1, 3, 4]


@pytest.mark.parametrize("zone", ["Asia/Tehran", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_no_zone_loses_anybody(zone: str) -> None:
    day = datetime(2026, 4, 4, 12, tzinfo=UTC)
    moments = [day + timedelta(minutes=15 * each) for each in range(0, 24 * 4, 3)]

    found = laid_out(*moments, zone=zone)

    assert found.total(Kind.SENT) == len(moments)
