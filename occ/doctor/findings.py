"""One line of what the doctor says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    """It runs, and the operator should know."""
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """`says` what is so; `mend` what to do about it. Neither holds a secret."""

    subject: str
    level: Level
    says: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{self.level.upper():4}  {self.subject:15} {self.says}"
        return f"{line}\n{'':21}→ {self.mend}" if self.mend else line


def ok(subject: str, says: str) -> Finding:
    return Finding(subject, Level.OK, says)


def warn(subject: str, says: str, mend: str) -> Finding:
    return Finding(subject, Level.WARN, says, mend)


def bad(subject: str, says: str, mend: str) -> Finding:
    return Finding(subject, Level.BAD, says, mend)
