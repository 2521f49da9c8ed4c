"""How fast, in parts; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Per(StrEnum):
    SECOND = "second"
    MINUTE = "minute"


_SECONDS = {Per.SECOND: 1, Per.MINUTE: 60}


@dataclass(frozen=True)
class Rate:
    parts: int
    per: Per = Per.SECOND

    @property
    def a_claim(self) -> int:
        """As many parts as a second holds, one at least: so much leaves at once."""
        return max(1, self.parts // _SECONDS[self.per])

    def milliseconds(self, parts: int) -> int:
        """That so many parts take, rounded up."""
        return -(-parts * 1000 * _SECONDS[self.per] // self.parts)

    def lasts(self, parts: int) -> timedelta:
        """The same to the second, quiet hours apart."""
        return timedelta(seconds=-(-self.milliseconds(parts) // 1000))

    def is_above(self, other: Rate) -> bool:
        return self.parts * _SECONDS[other.per] > other.parts * _SECONDS[self.per]
