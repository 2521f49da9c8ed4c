"""Twilio's lists and what OCC holds, counted by number and day: are they equal?

A day is one of UTC, as the provider's lists go by. Counted are the day that runs and the last ones
that are over; a row stays a month, for whoever asks how it was.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.core.db import insert
from occ.core.errors import NotFound
from occ.core.types import Base
from occ.core.words import say
from occ.journal import entries as journal
from occ.messaging import fetches
from occ.messaging.models import Message

LIST = "reconciliation"
"""Its name among the lists that are read: one process at a time counts."""
DAYS_OVER = 3
COUNTED_AGAIN_AFTER = timedelta(minutes=30)
MOST = 20_000
"""Messages of a number, a day and a direction; of more it is said that they are not counted."""
_SHOWN = timedelta(days=7)
_KEPT = timedelta(days=31)


class DayCount(Base):
    """One of our numbers, as the provider writes it, on one day."""

    __tablename__ = "day_counts"

    number: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
    until: Mapped[datetime]
    """What is younger was not looked at; of a day that is over its end."""
    received: Mapped[int]
    """What customers wrote to it, by the provider's list."""
    held: Mapped[int]
    """Of these, what is here."""
    sent: Mapped[int]
    ours: Mapped[int]
    """Of what left the number what OCC sent; the rest left by another hand."""
    is_cut: Mapped[bool] = mapped_column(default=False)
    """There were more than MOST."""
    fetch_asked_at: Mapped[datetime | None]
    """Somebody wants what is missing; None: nobody, or it was fetched."""

    @property
    def missing(self) -> int:
        return self.received - self.held

    @property
    def outside(self) -> int:
        return self.sent - self.ours

    @property
    def is_over(self) -> bool:
        return self.until >= span(self.day).end


class Span(NamedTuple):
    begin: datetime
    end: datetime


@dataclass(frozen=True)
class Counts:
    until: datetime
    received: int
    held: int
    sent: int
    ours: int
    is_cut: bool


@dataclass(frozen=True)
class Due:
    number: str
    day: date
    fetches: bool
    """Whether what is missing is to be fetched."""


def span(day: date) -> Span:
    begin = datetime.combine(day, time(), UTC)
    return Span(begin, begin + timedelta(days=1))


def due(session: Session, numbers: Collection[str], now: datetime, most: int) -> list[Due]:
    """What is to be counted now: first what somebody asked for, then the newest day."""
    today = now.astimezone(UTC).date()
    days = [today - timedelta(days=back) for back in range(DAYS_OVER + 1)]
    rows = {(row.number, row.day): row for row in _since(session, days[-1])}
    asked = [row for row in rows.values() if row.fetch_asked_at and row.number in numbers]
    found = [Due(row.number, row.day, True) for row in asked]
    for day in days:
        for number in sorted(numbers):
            row = rows.get((number, day))
            if (row is None or _is_due(row, now)) and row not in asked:
                found.append(Due(number, day, False))
    return found[:most]


def _is_due(row: DayCount, now: datetime) -> bool:
    is_settled = row.is_over and not row.missing
    return not is_settled and row.counted_at <= now - COUNTED_AGAIN_AFTER


def keep(session: Session, of: Due, counts: Counts, now: datetime) -> None:
    values = {**asdict(counts), "counted_at": now, "fetch_asked_at": None}
    row = insert(session, DayCount.__table__).values(number=of.number, day=of.day, **values)
    if not of.fetches:
        # Asked for while it was being counted: the next turn does it.
        del values["fetch_asked_at"]
    session.execute(row.on_conflict_do_update(index_elements=["number", "day"], set_=values))
    session.execute(delete(DayCount).where(DayCount.day < (now - _KEPT).date()))


def ask(session: Session, actor_id: int, number: str, day: date, now: datetime) -> None:
    """Have what is missing fetched by the next turn. Raises NotFound."""
    found = session.execute(
        update(DayCount)
        .where(DayCount.number == number, DayCount.day == day)
        .values(fetch_asked_at=now)
        .returning(DayCount.number)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if found is None:
        raise NotFound(say("There is no such day."))
    fetches.soon(session, now, LIST)
    after = {"phone": number.removeprefix("whatsapp:"), "day": day.isoformat()}
    subject = journal.Subject("settings", "twilio")
    journal.write(session, actor_id, "day_fetched", subject, now, after=after)


def lately(session: Session, now: datetime) -> Sequence[DayCount]:
    """The last days, the newest first, and whatever else something is missing of."""
    return _since(session, (now - _SHOWN).date())


def missing(session: Session, now: datetime) -> int:
    """How many messages of the last days the provider has and OCC does not."""
    wanting = select(func.sum(DayCount.received - DayCount.held))
    return session.scalar(wanting.where(DayCount.day >= (now - _SHOWN).date())) or 0


def unknown(session: Session, sids: Collection[str]) -> set[str]:
    """Those of what left our numbers that OCC did not send."""
    query = select(Message.provider_sid).where(Message.provider_sid.in_(sids))
    return set(sids) - set(session.scalars(query))


def _since(session: Session, day: date) -> Sequence[DayCount]:
    query = select(DayCount).where(DayCount.day >= day)
    return session.scalars(query.order_by(DayCount.day.desc(), DayCount.number)).all()
