"""The company's account at the provider: what may be asked of it, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from occ.core.address import Channel
from occ.core.words import Words


@dataclass(frozen=True)
class Credentials:
    """What signs us in at Twilio. Webhooks may bear `second_token` while Twilio rotates tokens."""

    account_sid: str
    auth_token: str = field(repr=False)
    second_token: str | None = field(default=None, repr=False)


class Step(StrEnum):
    """How far a question came before it went wrong."""

    NAME = "name"
    """The host's name is not known here."""
    CONNECTION = "connection"
    CERTIFICATE = "certificate"
    TIMEOUT = "timeout"
    ANSWER = "answer"
    """Something answered that is not the provider, or not whole."""
    BUSY = "busy"
    CREDENTIALS = "credentials"
    ACCOUNT = "account"
    """The credentials are right, the account is at fault."""


NETWORK = frozenset({Step.NAME, Step.CONNECTION, Step.CERTIFICATE, Step.TIMEOUT, Step.ANSWER})


class Trouble(Exception):
    """A question about the account went unanswered or was refused."""

    def __init__(self, step: Step, code: str, words: Words, cure: Words) -> None:
        super().__init__(f"{step}, {code}")
        self.step, self.code, self.words, self.cure = step, code, words, cure


@dataclass(frozen=True)
class Account:
    name: str
    status: str
    """active, suspended or closed; one that is added later counts as not active."""
    is_trial: bool


@dataclass(frozen=True)
class Balance:
    """`amount` as the provider writes it, such as 12.34."""

    amount: str
    currency: str


@dataclass(frozen=True)
class Urls:
    """Where the provider calls: with a message, again where that failed, and with a status.

    Compare by `leads_like`: what stands behind a # is never called.
    """

    message: str = ""
    fallback: str = ""
    status: str = ""
    method: str = "POST"

    def leads_like(self, other: Urls) -> bool:
        return self.method == other.method and self.stands_like(other)

    def stands_like(self, other: Urls) -> bool:
        """The same address, by whichever method it is called."""
        return _bare(self.message) == _bare(other.message)


@dataclass(frozen=True)
class Hook:
    """One number on one channel, and where its messages go."""

    sid: str
    phone: str
    channel: Channel
    name: str
    urls: Urls
    online: bool = True
    state: str = ""
    """The provider's own word for how a WhatsApp sender is."""
    troubles: tuple[str, ...] = ()
    """Why it is not online, in the provider's words."""
    overridden: bool = False
    """Something at the provider goes before the URLs, so that setting them changes nothing."""


class AccountProvider(Protocol):
    """Every call asks over the network: never inside a transaction. All raise Trouble."""

    @property
    def host(self) -> str:
        """Whom we call, for a sentence about the network."""

    def account(self, credentials: Credentials) -> Account: ...

    def not_active(self, status: str) -> Trouble:
        """What to say of an account that answers and is suspended or closed."""

    def balance(self, credentials: Credentials) -> Balance | None:
        """None where the account has none of its own."""

    def hooks(self, credentials: Credentials) -> Sequence[Hook]:
        """Every number that takes SMS and every WhatsApp sender."""

    def senders(self, credentials: Credentials) -> Sequence[Hook]:
        """Every WhatsApp sender."""

    def point(self, credentials: Credentials, hook: Hook, urls: Urls) -> None:
        """Have the messages of `hook` go to `urls`."""


def _bare(url: str) -> str:
    return url.partition("#")[0].rstrip("?")
