"""When each job last had its turn, told by every process that runs jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.core.db import insert
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
    for turns in sorted(known, key=lambda each: each.job):
        if turns.succeeded_at is None and turns.failed_at is None:
            continue
        row = {
            "every_seconds": turns.every_seconds,
            "succeeded_at": turns.succeeded_at,
            "failed_at": turns.failed_at,
            "error": turns.error,
        }
        statement = insert(session, JobTurn.__table__).values(job=turns.job, **row)
        newer = statement.excluded
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["job"],
                set_={name: func.coalesce(newer[name], JobTurn.__table__.c[name]) for name in row},
            )
        )


def nobody_runs(known: Sequence[JobTurn], now: datetime) -> bool:
    """Whether even the jobs that have a turn every few seconds had none."""
    often = [job for job in known if timedelta(seconds=job.every_seconds) <= _UNNOTICED]
    return all(job.is_late(now) for job in often)


def present(session: Session) -> Sequence[JobTurn]:
    return session.scalars(select(JobTurn).order_by(JobTurn.job)).all()
