"""Who carries a message out: a provider, with what signs us in there at the moment."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from occ.messaging.ports import Outbound, Sent, StatusReport

A = TypeVar("A")
A_contra = TypeVar("A_contra", contravariant=True)


class Carrier(Protocol):
    """Every call asks over the network: never inside a transaction."""

    def send(self, message: Outbound) -> Sent:
        """Hand over `message`, whose `attempt` was committed before.

        Raises SendRefused, TryLater or AnswerLost.
        """

    def find_sent(
        self, message: Outbound, since: datetime, known: Collection[str] = ()
    ) -> StatusReport | None:
        """Whether `message`, tried at `since` as its `attempt`, was taken after all; None: not to
        be found. `known` are ids that other attempts hold. Raises Unreachable, and SendRefused
        where it was certainly not taken and won't be.
        """

    def report_of(self, sid: str) -> StatusReport | None:
        """What became of one message; None where the account has none. Raises Unreachable."""


class Sender(Protocol[A_contra]):
    """The part of a provider that a carrier needs; `access` is what signs us in there."""

    def send(self, access: A_contra, message: Outbound, /) -> Sent: ...

    def find_sent(
        self, access: A_contra, message: Outbound, since: datetime, known: Collection[str], /
    ) -> StatusReport | None: ...

    def report_of(self, access: A_contra, sid: str, /) -> StatusReport | None: ...


@dataclass(frozen=True)
class SignedIn(Generic[A]):
    """A carrier as of now: read anew for each turn, so that a changed token counts at once."""

    provider: Sender[A]
    access: A
    callback: Callable[[str], str | None]
    """By attempt: where the provider is to tell what becomes of it."""
    file: Callable[[str], str] | None = None
    """By token: where it gets a file; None: it takes none."""

    def send(self, message: Outbound) -> Sent:
        callback = self.callback(message.attempt)
        file = self.file(message.media) if self.file and message.media else None
        return self.provider.send(
            self.access, replace(message, status_callback=callback, media=file)
        )

    def find_sent(
        self, message: Outbound, since: datetime, known: Collection[str] = ()
    ) -> StatusReport | None:
        return self.provider.find_sent(self.access, message, since, known)

    def report_of(self, sid: str) -> StatusReport | None:
        return self.provider.report_of(self.access, sid)
