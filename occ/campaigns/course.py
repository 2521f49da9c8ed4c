"""How a run went over time: told by the hour while it is young, then by day, then by week (E3).

Kept as it happens in quarters of an hour, the finest by which time zones differ, so that a chart
of a million people reads a few rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns.models import Flag, QuarterCount
from occ.core.db import insert

QUARTER = 15 * 60
"""Seconds."""
MOST_HOURS, MOST_DAYS = 48, 62


class Kind(StrEnum):
    SENT = "sent"
    """The provider took it."""
    DELIVERED = "delivered"
    FAILED = "failed"
    """It will not arrive, whatever the reason."""


_OF_FLAG = {
    Flag.DELIVERED: Kind.DELIVERED,
    Flag.UNDELIVERED: Kind.FAILED,
    Flag.BLACKLISTED: Kind.FAILED,
    Flag.OPTED_OUT: Kind.FAILED,
    Flag.FAILED: Kind.FAILED,
}


class Step(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Stretch:
    begins: datetime
    """In the zone that was asked for."""
    people: Mapping[Kind, int]


@dataclass(frozen=True)
class Course:
    step: Step
    stretches: Sequence[Stretch]

    @property
    def most(self) -> int:
        return max((max(each.people.values()) for each in self.stretches), default=0)

    def total(self, kind: Kind) -> int:
        return sum(each.people[kind] for each in self.stretches)


def happened(before: Flag, after: Flag, *, was_sent: bool, is_sent: bool) -> list[Kind]:
    """What is news of a person whose flag changes."""
    found = [Kind.SENT] if is_sent and not was_sent else []
    kind = _OF_FLAG.get(after)
    return [*found, kind] if kind is not None and kind is not _OF_FLAG.get(before) else found


def is_failure(flag: Flag) -> bool:
    return _OF_FLAG.get(flag) is Kind.FAILED


def quarter_of(at: datetime) -> int:
    """Quarters of an hour since 1970, UTC."""
    return int(at.timestamp()) // QUARTER


def write(session: Session, news: Mapping[tuple[int, int, Kind], int]) -> None:
    """Add what happened, and take back what did not after all, by run, quarter and kind."""
    for (run_id, quarter, kind), people in sorted(news.items()):
        statement = insert(session, QuarterCount.__table__).values(
            run_id=run_id, quarter=quarter, kind=kind, people=people
        )
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["run_id", "quarter", "kind"],
                set_={"people": QuarterCount.people + statement.excluded.people},
            )
        )


def of(session: Session, run_id: int, zone: tzinfo) -> Course:
    rows = session.execute(
        select(QuarterCount.quarter, QuarterCount.kind, QuarterCount.people).where(
            QuarterCount.run_id == run_id, QuarterCount.people != 0
        )
    )
    return laid_out({(quarter, Kind(kind)): people for quarter, kind, people in rows}, zone)


def laid_out(counted: Mapping[tuple[int, Kind], int], zone: tzinfo) -> Course:
    """Every stretch from the first to the last, those in which nothing happened among them."""
    if not counted:
        return Course(Step.HOUR, ())
    first, last = (pick(quarter for quarter, _ in counted) for pick in (min, max))
    step = _step(timedelta(seconds=(last - first) * QUARTER))
    people: dict[datetime, dict[Kind, int]] = {}
    at = _begins(_at(first, zone), step)
    while at.astimezone(UTC) <= _at(last, UTC):
        people[at.astimezone(UTC)] = dict.fromkeys(Kind, 0)
        at = _next(at, step, zone)
    for (quarter, kind), count in counted.items():
        # Where a clock was set by half an hour, an hour of the place is none of those walked.
        begins = _begins(_at(quarter, zone), step).astimezone(UTC)
        people.setdefault(begins, dict.fromkeys(Kind, 0))[kind] += count
    return Course(step, [Stretch(at.astimezone(zone), people[at]) for at in sorted(people)])


def _at(quarter: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(quarter * QUARTER, UTC).astimezone(zone)


def _step(length: timedelta) -> Step:
    if length < timedelta(hours=MOST_HOURS):
        return Step.HOUR
    return Step.DAY if length < timedelta(days=MOST_DAYS) else Step.WEEK


def _begins(at: datetime, step: Step) -> datetime:
    hour = at.replace(minute=0, second=0, microsecond=0)
    if step is Step.HOUR:
        return hour
    day = hour.replace(hour=0, fold=0)
    return day if step is Step.DAY else day - timedelta(days=day.weekday())


def _next(at: datetime, step: Step, zone: tzinfo) -> datetime:
    """An hour by the world's clock, for one of them comes twice; a day by that of the place."""
    if step is Step.HOUR:
        return (at.astimezone(UTC) + timedelta(hours=1)).astimezone(zone)
    return at + timedelta(days=1 if step is Step.DAY else 7)
