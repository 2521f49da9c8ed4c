"""How messages reach us, for the system page: which lists are read, and what that brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from occ.core.words import Words
from occ.messaging import fetches
from occ.messaging.fetch_models import Fetch
from occ.messaging.fetches import STATUSES
from occ.services import reach
from occ.settings import store
from occ.settings.pages import TwilioSettings


@dataclass(frozen=True)
class ReadList:
    """One list; `number` is None for the one of delivery statuses. Times are None before the
    first reading; `error` says why the newest try failed.
    """

    number: str | None
    done_at: datetime | None
    due_at: datetime | None
    missed: int
    error: Words | None
    is_failing: bool
    """So often that a person should know."""
    is_late: bool
    """Not read for so long that something keeps it from being read."""


@dataclass(frozen=True)
class Receiving:
    polls: bool
    is_on: bool
    lists: Sequence[ReadList]
    missed_at: datetime | None
    """When a message was last found that a webhook should have brought."""
    is_missing: bool
    """Whether that was so lately that the webhooks need a look."""

    @property
    def missed(self) -> int:
        return sum(each.missed for each in self.lists)

    @property
    def late(self) -> Sequence[datetime]:
        """When the late lists were last read."""
        if not self.is_on:
            return []
        return [each.done_at for each in self.lists if each.is_late and each.done_at]

    @property
    def failing(self) -> Sequence[ReadList]:
        return [each for each in self.lists if each.is_failing]


def read(session: Session, now: datetime) -> Receiving:
    settings, rows = store.load(session, TwilioSettings), fetches.present(session)
    missed_at = max((row.missed_at for row in rows.values() if row.missed_at), default=None)
    lately = any(fetches.missed_lately(row, now) for row in rows.values())
    names = (*reach.live_numbers(session), STATUSES)
    return Receiving(
        polls=settings.polls,
        is_on=settings.whatsapp and bool(settings.account_sid and settings.auth_token),
        lists=[_shown(name, rows.get(name), now) for name in names],
        missed_at=missed_at,
        is_missing=lately and not settings.polls,
    )


def _shown(name: str, row: Fetch | None, now: datetime) -> ReadList:
    number = None if name == STATUSES else name.removeprefix("whatsapp:")
    if row is None:
        return ReadList(number, None, None, 0, None, False, False)
    return ReadList(
        number,
        row.done_at,
        row.due_at,
        row.missed,
        fetches.error_of(row),
        fetches.is_failing(row),
        fetches.is_late(row, now),
    )
