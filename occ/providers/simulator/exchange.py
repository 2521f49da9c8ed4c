"""The simulated Twilio itself: one account, its numbers, its list of messages, its customers."""

from __future__ import annotations

import dataclasses
import random
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from occ.providers.simulator.account import Account, Number, Sender, Template, templates
from occ.providers.simulator.behaviour import Behaviour
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.messages import Message
from occ.providers.simulator.schedule import Schedule
from occ.providers.simulator.smsapi.office import Office

_MOST_ALERTS = 100
TYPING_LASTS = timedelta(seconds=25)
Listener = Callable[[Message], object]


@dataclasses.dataclass(frozen=True)
class Alert:
    """A line of Twilio's debugger: a webhook of ours that went wrong."""

    at: datetime
    code: int
    text: str


class Exchange:
    """Everything in memory, behind one lock. Stop it with `close`."""

    def __init__(
        self,
        account: Account | None = None,
        phones: Sequence[str] = ("+390612345678",),
        webhook_url: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account = account or Account()
        self.clock = clock
        self.webhook_url = webhook_url
        self.lock = threading.RLock()
        self.schedule = Schedule()
        self.numbers: list[Number] = []
        self.templates = templates()
        self.customers: dict[str, Customer] = {}
        self.messages: list[Message] = []
        self._by_sid: dict[str, Message] = {}
        self._heard_at: dict[tuple[str, str], datetime] = {}
        self._typing: dict[tuple[str, str], datetime] = {}
        self.alerts: list[Alert] = []
        self.stopped: set[tuple[str, str]] = set()
        """Pairs (our address, theirs) after a STOP by SMS."""
        self.behaviour = Behaviour()
        self.chance = random.Random(7)
        self.heard: list[Listener] = []
        """Called with each message of ours that reached a customer's phone."""
        self.url = self.cdn_url = ""
        self.closing = threading.Event()
        self.smsapi = Office(self.schedule, clock, self.closing)
        for phone in phones:
            self.add_number(phone)

    def add_number(
        self, phone: str, name: str = "", whatsapp: bool = True, sms: bool = True
    ) -> Number:
        sender = Sender(name or phone) if whatsapp else None
        number = Number(phone, name or phone, sender=sender, sms=sms)
        with self.lock:
            self.numbers.append(number)
        return number

    def point_at(self, webhook_url: str) -> None:
        with self.lock:
            self.webhook_url = webhook_url
            for number in self.numbers:
                number.sms_url = webhook_url
                if number.sender:
                    number.sender.webhook["callback_url"] = webhook_url

    def meet(self, customer: Customer) -> Customer:
        """Put `customer` among those whose phones the page shows."""
        with self.lock:
            known = self.customers.get(customer.key)
            if known and not customer.name:
                customer = dataclasses.replace(customer, name=known.name)
            if customer.phone:
                # Someone who hid the number before is the same person.
                self.customers.pop(customer.user_id, None)
            self.customers[customer.key] = customer
        return customer

    def customer_at(self, address: str) -> Customer | None:
        bare = address.removeprefix("whatsapp:")
        with self.lock:
            return self.customers.get(bare) or next(
                (one for one in self.customers.values() if one.user_id == bare), None
            )

    def number_of(self, address: str) -> Number | None:
        """The number behind an address of ours; on WhatsApp only where it has a sender, else
        only where it takes SMS.
        """
        on_whatsapp, bare = address.startswith("whatsapp:"), address.removeprefix("whatsapp:")
        for number in list(self.numbers):
            if number.phone == bare and (number.sender if on_whatsapp else number.sms):
                return number
        return None

    def default_address(self) -> str:
        number = next((one for one in self.numbers if one.sender), None)
        return f"whatsapp:{number.phone}" if number else self.numbers[0].phone

    def message(self, sid: str) -> Message | None:
        return self._by_sid.get(sid)

    def template(self, sid: str) -> Template | None:
        return next((one for one in self.templates if one.sid == sid), None)

    def add(self, row: Message) -> Message:
        with self.lock:
            self.messages.append(row)
            self._by_sid[row.sid] = row
        return row

    def hear(self, customer: Customer, ours: str) -> None:
        """Open WhatsApp's 24 hours anew, by whichever address of theirs is answered."""
        with self.lock:
            for bare in (customer.phone, customer.user_id):
                self._heard_at[ours, f"whatsapp:{bare}"] = self.clock()

    def last_heard(self, ours: str, theirs: str) -> datetime | None:
        """When the customer at `theirs` last wrote to `ours`."""
        return self._heard_at.get((ours, theirs))

    def type_to(self, row: Message) -> None:
        """Somebody answers who wrote `row`, and has read what they wrote until then."""
        with self.lock:
            self._typing[row.recipient, row.sender] = self.clock()
            for each in self.messages:
                if (each.sender, each.recipient) == (row.sender, row.recipient):
                    each.is_seen = True
                if each is row:
                    break

    def is_typing(self, ours: str, theirs: str) -> bool:
        """Whether the customer's phone shows it: for 25 seconds, or until an answer comes."""
        since = self._typing.get((ours, theirs))
        if since is None or self.clock() - since > TYPING_LASTS:
            return False
        with self.lock:
            answers = (row for row in self.messages if row.sender == ours)
            return not any(row.recipient == theirs and row.created > since for row in answers)

    def behave(self, **changes: object) -> Behaviour:
        """Raises ValueError for what is no behaviour."""
        with self.lock:
            self.behaviour = self.behaviour.changed(changes)
            return self.behaviour

    def calm(self) -> Behaviour:
        with self.lock:
            self.behaviour = Behaviour()
            return self.behaviour

    def take_send(self) -> Behaviour:
        """How this one send goes."""
        with self.lock:
            today, self.behaviour = self.behaviour, self.behaviour.after_one_send()
            return today

    def take_file(self) -> str:
        """How this one fetch of a file fails, if it does."""
        with self.lock:
            today, self.behaviour = self.behaviour, self.behaviour.after_one_file()
            return today.media

    def token(self) -> str:
        """What webhooks are signed with."""
        second = self.account.second_token
        return second if self.behaviour.sign_with_second and second else self.account.auth_token

    def alert(self, code: int, url: str, text: str) -> None:
        where = urlsplit(url)
        line = Alert(self.clock(), code, f"{where.netloc}{where.path}: {text}")
        with self.lock:
            self.alerts = [*self.alerts[-_MOST_ALERTS + 1 :], line]

    def close(self) -> None:
        self.closing.set()
        self.schedule.close()
