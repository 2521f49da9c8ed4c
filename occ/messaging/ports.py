"""What a provider must be able to do, and the plain values that pass between us and it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from occ.core.address import Identity
from occ.core.words import Words
from occ.messaging.account import AccountProvider
from occ.messaging.account import Credentials as Credentials
from occ.messaging.details import Details, Place

CLOCK_DIFFERENCE = timedelta(minutes=5)
"""How far the provider's clock may be behind ours: a badly set one is minutes off, not more."""


class Kind(StrEnum):
    """What a message is. Whatever is not named here is `UNKNOWN`, kept raw."""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    CONTACTS = "contacts"
    LOCATION = "location"
    BUTTON = "button"
    INTERACTIVE = "interactive"
    UNKNOWN = "unknown"


class Delivery(StrEnum):
    """The delivery status of a message; each only moves up, in this order, unknown lowest."""

    UNKNOWN = "unknown"
    SENT = "sent"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"
    READ = "read"


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message: where the provider keeps it, and what it says it is."""

    url: str
    content_type: str
    name: str | None = None


@dataclass(frozen=True)
class Inbound:
    """One message a customer wrote, as the provider reported it."""

    sid: str
    sender: Identity
    recipient: Identity
    kind: Kind
    body: str
    profile_name: str | None = None
    line: Words | None = None
    """One line that says what a message is whose kind is not text."""
    details: Details = field(default_factory=Details)
    attachments: Sequence[Attachment] = ()
    written_at: datetime | None = None
    """When, by the provider's list it was fetched from; None: just now."""


class Scope(StrEnum):
    """What a refusal speaks of: this text and recipient, the sender, or the whole account."""

    MESSAGE = "message"
    SENDER = "sender"
    ACCOUNT = "account"


@dataclass(frozen=True)
class StatusReport:
    """What became of a message of ours. `attempt` is our own id, out of the callback URL."""

    sid: str | None
    """None where it is only known that the attempt was taken."""
    delivery: Delivery | None
    attempt: str | None = None
    error_code: str | None = None
    reason: Words | None = None
    refused: bool = False
    """The provider took the message and then did not hand it on (Twilio's `failed`)."""
    scope: Scope = Scope.MESSAGE
    """What `reason` speaks of: an account is suspended or a sender closed by callback, too."""
    parts: int | None = None
    """As how many it is billed, where the report says."""


@dataclass(frozen=True)
class TemplateUse:
    """An approved text, and what stands for each of its `{{1}}`."""

    sid: str
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outbound:
    sender: Identity
    recipient: Identity
    body: str
    status_callback: str | None = None
    """Absolute URL that carries the attempt's id; None where we have no public address."""
    template: TemplateUse | None = None
    """Leaves in place of `body`, which then only tells people what it says."""
    attempt: str = ""
    """Our own id of this try: in Twilio's callback URL, SMSAPI's `idx`."""
    media: str | None = None
    """The URL of the file that goes with it, or its token; empty of what is looked up."""
    place: Place | None = None
    """A place on a map; `body` says then what it is called."""
    plain_letters: bool = False
    """Whether the provider is to replace letters that GSM has not; where it can."""


class Sent(NamedTuple):
    """The provider has it."""

    sid: str | None
    """Its id of the message; None where it has told that before, and the answer was lost."""
    parts: int | None = None
    """Into how many it is billed; None: it does not say."""
    points: Decimal | None = None
    """What it takes of the account there, in the provider's own unit."""


class SendRefused(Exception):
    """The provider will not take this message, now or later."""

    def __init__(self, code: str, reason: Words, scope: Scope = Scope.MESSAGE) -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason, self.scope = code, reason, scope


class _Failure(Exception):
    def __init__(self, code: str, reason: Words) -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


class TryLater(_Failure):
    """The provider certainly did not take it, and may in a moment (429, connection refused)."""


class AnswerLost(_Failure):
    """The request may or may not have been processed: it must not be sent again blindly."""


class Unreachable(_Failure):
    """A question to the provider (a list, a look-up) went unanswered or was refused."""


class FetchFailed(Exception):
    """A file of a message was not had. `for_good`: asking again would end the same way."""

    def __init__(self, code: str, reason: Words, for_good: bool = False) -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason, self.for_good = code, reason, for_good


@dataclass(frozen=True)
class Download:
    """A file on its way. Reading `chunks` raises FetchFailed where the line breaks off."""

    content_type: str
    length: int | None
    """In bytes; None where the sender does not say."""
    name: str | None
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class Fetched:
    """A customer's message in the provider's list; `form` is its webhook's, less attachments."""

    sid: str
    sender: str
    written_at: datetime
    form: Mapping[str, str]
    attachments: int


@dataclass(frozen=True)
class OwnNumber:
    """A number or WhatsApp sender that stands in the provider's account."""

    phone: str
    name: str
    whatsapp: bool
    sms: bool
    online: bool = True


class Approval(StrEnum):
    """What WhatsApp said of a template; only an approved one can be sent."""

    UNSUBMITTED = "unsubmitted"
    RECEIVED = "received"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAUSED = "paused"
    DISABLED = "disabled"


@dataclass(frozen=True)
class ListedTemplate:
    """A template in the provider's account. `variables` has an example for each `{{1}}`."""

    sid: str
    name: str
    language: str
    body: str
    variables: Mapping[str, str]
    category: str
    approval: Approval
    reason: str
    """Why WhatsApp refused it, in WhatsApp's words; empty where it did not."""


class Provider(AccountProvider, Protocol):
    def send(self, credentials: Credentials, message: Outbound) -> Sent:
        """Hand the message over. Raises SendRefused, TryLater or AnswerLost."""

    def find_sent(
        self,
        credentials: Credentials,
        message: Outbound,
        since: datetime,
        known: Collection[str] = (),
    ) -> StatusReport | None:
        """Look for `message` among what the account sent from `since` on: was it taken after all?

        Compares sender, recipient and body. `known` are ids that other attempts already hold, so
        that the same words said twice are not taken for one message. Raises Unreachable.
        """

    def received(
        self,
        credentials: Credentials,
        recipient: str,
        since: datetime,
        until: datetime | None = None,
    ) -> Iterator[Fetched]:
        """What customers wrote to one of our numbers in that time, newest first, read page by page
        as it is asked for. Raises Unreachable.
        """

    def attachments(self, credentials: Credentials, sid: str) -> Mapping[str, str]:
        """The part of a webhook's form that tells of a message's media. Raises Unreachable."""

    def reports(
        self, credentials: Credentials, sender: str, since: datetime, until: datetime
    ) -> Iterator[StatusReport]:
        """What became of what left one of our numbers in that time, newest first.

        What has not left yet is not among it. Raises Unreachable.
        """

    def report_of(self, credentials: Credentials, sid: str) -> StatusReport | None:
        """What became of one message; None where the account has none. Raises Unreachable."""

    def templates(self, credentials: Credentials) -> Sequence[ListedTemplate]:
        """Raises Unreachable."""

    def numbers(self, credentials: Credentials) -> Sequence[OwnNumber]:
        """Raises Unreachable."""

    def show_typing(self, credentials: Credentials, sid: str) -> None:
        """Have who sent the message `sid` see it read and answered. Raises Unreachable."""

    def fetch(self, credentials: Credentials, url: str) -> AbstractContextManager[Download]:
        """Open a file of a message that came in, at the address the provider named.

        Raises FetchFailed on entering.
        """

    def is_genuine(
        self, credentials: Credentials, url: str, form: Mapping[str, Sequence[str]], signature: str
    ) -> bool:
        """Whether `form`, posted to our public `url`, was signed with one of the tokens."""

    def read_inbound(self, form: Mapping[str, str]) -> Inbound:
        """Raises ValueError where the form is not a message we can place."""

    def read_status(self, form: Mapping[str, str], attempt: str | None) -> StatusReport:
        """Raises ValueError where the form is no status report."""
