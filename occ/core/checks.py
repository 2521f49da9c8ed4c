"""One line of a check-list: what was looked at, what was found, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from occ.core.words import Words


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    """It works, and an administrator should know."""
    BAD = "bad"
    SKIPPED = "skipped"
    """Not looked at: an earlier line stands in its way."""


@dataclass(frozen=True)
class Check:
    """`name` is for programs; `cure` says what to do next, `repair` names a button for it."""

    name: str
    level: Level
    words: Words
    cure: Words | None = None
    code: str | None = None
    """The provider's own number of what went wrong, shown small."""
    repair: str | None = None
    at: datetime | None = None
    """A moment that the words end with."""


def is_whole(checks: Iterable[Check]) -> bool:
    """True where nothing is wrong and nothing was left out."""
    return not any(check.level in (Level.BAD, Level.SKIPPED) for check in checks)


def first_bad(checks: Iterable[Check]) -> Check | None:
    """The earliest that is wrong: what to mend first."""
    return next((check for check in checks if check.level is Level.BAD), None)
