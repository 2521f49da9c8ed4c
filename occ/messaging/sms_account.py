"""The company's account at a provider of SMS alone: what signs us in, what may be asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from occ.messaging.ports import StatusReport


@dataclass(frozen=True)
class SmsAccess:
    token: str = field(repr=False)
    timeout_seconds: float = 30
    """How long a whole call may take, the look-up of the name included."""
    most_parts: int = 7


class NameState(StrEnum):
    """What the provider thinks of a sender name; only an active one may be used."""

    ACTIVE = "active"
    PENDING = "pending"
    INACTIVE = "inactive"
    REJECTED = "rejected"


@dataclass(frozen=True)
class SenderName:
    name: str
    state: NameState
    is_default: bool = False


TRIAL = "trial"
"""A `payment_type` that can't buy packages until the provider changes it."""


@dataclass(frozen=True)
class Profile:
    name: str
    payment_type: str
    """The provider's own word: prepaid, postpaid, subscription, trial …"""
    points: Decimal | None
    """None where the account has none of its own, as when it pays afterwards."""

    @property
    def is_trial(self) -> bool:
        return self.payment_type == TRIAL


class Told(NamedTuple):
    """An SMS that came in, before it is read: who wrote, and what is the same for the same SMS."""

    sender: str
    sid: str


class SmsAccountProvider(Protocol):
    """What asks over the network is never called inside a transaction."""

    @property
    def host(self) -> str:
        """Whom we call, for a sentence about the network."""

    def profile(self, access: SmsAccess) -> Profile:
        """Raises Trouble."""

    def sender_names(self, access: SmsAccess) -> Sequence[SenderName]:
        """Raises Trouble."""

    def reports_of(self, access: SmsAccess, sids: Sequence[str]) -> Mapping[str, StatusReport]:
        """What became of several messages, by the provider's id of each; without those that the
        account has none of. Raises Unreachable.
        """

    def told_by(self, form: Mapping[str, str]) -> Told:
        """Whose SMS was posted; `sender` is empty where that can't be read."""

    def apart(self, form: Mapping[str, Sequence[str]]) -> list[dict[str, list[str]]]:
        """A status callback, which may tell of several messages, one form a message."""
