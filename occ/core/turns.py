"""When each job last had its turn, told by every process that runs jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.core.db import insert_for, plain
from occ.core.types import Base

TOLD_AFTER = timedelta(seconds=1)
TOLD_EVERY = timedelta(seconds=10)
_UNNOTICED = timedelta(seconds=60)


class JobTurn(Base):
    """The newest turns of a job, whichever process had them."""

    __tablename__ = "job_turns"

    job: Mapped[str] = mapped_column(primary_key=True)
    every_seconds: Mapped[float]
    succeeded_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None]

    @property
    def is_failing(self) -> bool:
        return self.failed_at is not None and (
            self.succeeded_at is None or self.succeeded_at < self.failed_at
        )

    def is_late(self, now: datetime) -> bool:
        """Whether it should have succeeded long since: nobody runs it, or it hangs."""
        allowed = max(_UNNOTICED, 3 * timedelta(seconds=self.every_seconds))
        newest = max((at for at in (self.succeeded_at, self.failed_at) if at), default=None)
        return newest is None or now - newest > allowed


@dataclass
class Turns:
    """What one process knows of one job."""

    job: str
    every_seconds: float
    succeeded_at: datetime | None = None
    failed_at: datetime | None = None
    error: str | None = None


def tell(session: Session, known: Iterable[Turns]) -> None:
    """Keep what a process knows; what another knows of a job's other outcome stays."""
    had = [each for each in known if each.succeeded_at or each.failed_at]
    if had:
        connection, dialect = plain(session)
        connection.execute(
            _tell(dialect), [asdict(each) for each in sorted(had, key=lambda each: each.job)]
        )


@cache
def _tell(dialect: str) -> Any:
    statement = insert_for(dialect, JobTurn.__table__)
    newer, kept = statement.excluded, JobTurn.__table__.c
    told = [column.name for column in kept if not column.primary_key]
    return statement.on_conflict_do_update(
        index_elements=["job"], set_={name: func.coalesce(newer[name], kept[name]) for name in told}
    )


def nobody_runs(known: Sequence[JobTurn], now: datetime) -> bool:
    """Whether even the jobs that have a turn every few seconds had none."""
    often = [job for job in known if timedelta(seconds=job.every_seconds) <= _UNNOTICED]
    return all(job.is_late(now) for job in often)


def present(session: Session) -> Sequence[JobTurn]:
    return session.scalars(select(JobTurn).order_by(JobTurn.job)).all()
