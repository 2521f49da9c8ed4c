"""What a message says beside its text: a place, a choice, what it answers, where it comes from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Place:
    """`latitude` and `longitude` in degrees; None where what came is no place on earth."""

    latitude: float | None
    longitude: float | None
    label: str
    address: str

    @property
    def figures(self) -> str:
        """Isolated, or a right-to-left sentence would turn the two round."""
        return f"\u2066{self.latitude}, {self.longitude}\u2069"


@dataclass(frozen=True)
class Referral:
    """The advertisement or post that was clicked. `url` is empty unless it leads to the web."""

    headline: str
    body: str
    url: str


class Forwarded(StrEnum):
    ONCE = "once"
    OFTEN = "often"


@dataclass(frozen=True)
class Details:
    """`quoted` is the provider's id of the message that is answered."""

    place: Place | None = None
    choice: str | None = None
    quoted: str | None = None
    referral: Referral | None = None
    forwarded: Forwarded | None = None

    def as_json(self, quote: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """What is kept and what screens are told: what is there, the quoted message in words."""
        told = {
            "place": self.place and asdict(self.place),
            "choice": self.choice,
            "quote": quote,
            "referral": self.referral and asdict(self.referral),
            "forwarded": self.forwarded and self.forwarded.value,
        }
        return {name: value for name, value in told.items() if value is not None} or None
