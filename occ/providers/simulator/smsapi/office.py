"""The simulated SMSAPI itself: one account, its sender names, its messages."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from occ.providers.simulator.schedule import Schedule
from occ.providers.simulator.smsapi.behaviour import SmsapiBehaviour

TOKEN = "Q2FsbSB0b2tlbiBvZiB0aGUgc2ltdWxhdG9y"
IDX_KNOWN = timedelta(days=4)
PRICES = {"48": Decimal("0.16")}
PRICE_ELSEWHERE = Decimal("0.55")


@dataclass
class Name:
    sender: str
    status: str = "ACTIVE"
    is_default: bool = False


@dataclass
class Sms:
    """One that the account sent. `status` is SMSAPI's number of it."""

    id: str
    number: str
    sender: str
    message: str
    parts: int
    points: Decimal
    idx: str | None
    notify_url: str | None
    created: datetime
    status: int = 409


@dataclass
class Office:
    """Everything in memory, behind one lock. `alerts` are callbacks that were not answered `OK`."""

    schedule: Schedule
    clock: Callable[[], datetime]
    closing: threading.Event
    token: str = TOKEN
    username: str = "firma"
    payment_type: str = "prepaid"
    points: Decimal | None = Decimal("100.00")
    names: list[Name] = field(
        default_factory=lambda: [
            Name("FIRMA", is_default=True),
            Name("Sklep", "PENDING"),
            Name("WYGRANA", "REJECTED"),
        ]
    )
    blacklist: set[str] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)
    countries: tuple[str, ...] = ("48", "39", "33", "44")
    """Dialling codes the account may send to."""
    status_url: str = ""
    """The account-wide callback, for messages without one of their own."""
    messages_url: str = ""
    """Where SMS that come in are told."""
    behaviour: SmsapiBehaviour = field(default_factory=SmsapiBehaviour)
    sent: list[Sms] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    repeats: int = 0
    """How often an idx that was known came again."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    waiting: list[dict[str, str]] = field(default_factory=list)
    """Reports that wait to leave joined."""
    _by_id: dict[str, Sms] = field(default_factory=dict)
    _had: dict[str, datetime] = field(default_factory=dict)
    """When each idx was last used."""
    # Not from one: a database that is kept knows the ids of an earlier simulator.
    _ids: itertools.count[int] = field(
        default_factory=lambda: itertools.count(secrets.randbits(80) << 12)
    )

    def behave(self, **changes: object) -> SmsapiBehaviour:
        """Raises ValueError for what is no behaviour."""
        with self.lock:
            self.behaviour = self.behaviour.changed(changes)
            return self.behaviour

    def calm(self) -> SmsapiBehaviour:
        with self.lock:
            self.behaviour = SmsapiBehaviour()
            return self.behaviour

    def take_send(self) -> SmsapiBehaviour:
        """How this one send goes."""
        with self.lock:
            today, self.behaviour = self.behaviour, self.behaviour.after_one_send()
            return today

    def add(self, sms: Sms) -> None:
        with self.lock:
            self.sent.append(sms)
            self._by_id[sms.id] = sms
            if sms.idx:
                self._had[sms.idx] = sms.created
            if self.points is not None:
                self.points -= sms.points

    def new_id(self) -> str:
        return f"{next(self._ids):024X}"

    def by_id(self, sms_id: str) -> Sms | None:
        return self._by_id.get(sms_id)

    def knows(self, idx: str) -> bool:
        had = self._had.get(idx)
        return had is not None and had > self.clock() - IDX_KNOWN


def price(number: str) -> Decimal:
    """Points a part."""
    found = [points for code, points in PRICES.items() if number.startswith(code)]
    return found[0] if found else PRICE_ELSEWHERE
