"""SMS as a subscription service: current, in grace, ended (C2; pure).

It is switched on for a version whose basic support is current. When that ends it runs on without
an update, in grace, and ends with 31 December of the same year. Days are the company's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from occ.settings.pages import SmsSettings


class Standing(StrEnum):
    OFF = "off"
    CURRENT = "current"
    GRACE = "grace"
    ENDED = "ended"


@dataclass(frozen=True)
class Subscription:
    standing: Standing
    support_ends: date | None
    """Basic support's last day; None while nobody has named one."""

    @property
    def last_day(self) -> date | None:
        """The last on which anything is sent."""
        return date(self.support_ends.year, 12, 31) if self.support_ends else None


def of(settings: SmsSettings, today: date) -> Subscription:
    """`today` in the company's zone."""
    ends = date.fromisoformat(settings.support_ends) if settings.support_ends else None
    present = Subscription(Standing.CURRENT, ends)
    if not settings.service:
        standing = Standing.OFF
    elif ends is None or today <= ends:
        standing = Standing.CURRENT
    elif present.last_day and today <= present.last_day:
        standing = Standing.GRACE
    else:
        standing = Standing.ENDED
    return Subscription(standing, ends)
