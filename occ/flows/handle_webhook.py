"""What a provider posted, handled once it is stored: oldest of one address first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from occ.core import tally
from occ.core.db import is_transient
from occ.core.tally import Count
from occ.flows import complete_message, delivery_status, inbound_message
from occ.messaging import inbox, messages
from occ.messaging.inbox import FULLER, STATUS, Pending
from occ.messaging.ports import Inbound, StatusReport


class Reader(Protocol):
    """The part of a provider that reads what it posts to us."""

    def read_inbound(self, form: dict[str, str]) -> Inbound: ...

    def read_status(self, form: dict[str, str], attempt: str | None) -> StatusReport: ...


Readers = Mapping[str, Reader]
"""By the provider's name."""


class HandlingFailed(Exception):
    """The flow broke on this webhook; it was undone and the webhook is still there."""

    def __init__(self, webhook_id: int, hopeless: bool) -> None:
        super().__init__(f"webhook {webhook_id} could not be handled")
        self.webhook_id, self.hopeless = webhook_id, hopeless


def handle_oldest(session: Session, address: str, readers: Readers, now: datetime) -> bool:
    """Handle the oldest of the address that is due; False where none is.

    Raises HandlingFailed; the edge then has `inbox.failed` note it in a transaction of its own.
    """
    webhook = inbox.oldest(session, address, now)
    if webhook is None:
        return False
    handle(session, [webhook], readers, now)
    return True


def handle_each(
    session: Session, addresses: Iterable[str], readers: Readers, now: datetime
) -> None:
    """The oldest of each address, all in one transaction, or none where one of them fails; of an
    address that stands there several times, so many.
    """
    left = Counter(addresses)
    while left:
        found = inbox.oldest_of_each(session, left, now)
        if found:
            handle(session, found, readers, now)
        left -= Counter(left.keys())


def handle(session: Session, webhooks: Sequence[Pending], readers: Readers, now: datetime) -> None:
    """Handle those that are locked, what became of our messages together. Raises HandlingFailed."""
    reports: list[StatusReport] = []
    for webhook in webhooks:
        with _kept(webhook):
            form = {name: values[0] for name, values in webhook.form.items() if values}
            reader = readers[webhook.provider]
            if webhook.kind == STATUS:
                reports.append(reader.read_status(form, form.get("attempt")))
            else:
                _hear(session, webhook, reader.read_inbound(form), now)
    if reports:
        with _kept(webhooks[0]):
            delivery_status.take_all(session, reports, now)
    inbox.done(session, [webhook.id for webhook in webhooks])
    for _ in webhooks:
        tally.count(session, Count.WEBHOOKS, "handled")


@contextmanager
def _kept(webhook: Pending) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if is_transient(error):
            raise
        raise HandlingFailed(webhook.id, hopeless=False) from error
    except ValueError as error:
        # The form itself is what can't be read: it will not be better tomorrow.
        raise HandlingFailed(webhook.id, hopeless=True) from error
    except Exception as error:
        raise HandlingFailed(webhook.id, hopeless=False) from error


def _hear(session: Session, webhook: Pending, inbound: Inbound, now: datetime) -> None:
    is_fuller = webhook.kind == FULLER
    if (is_fuller or webhook.tries) and messages.is_known(session, inbound.sid):
        if is_fuller:
            complete_message.complete(session, inbound, now)
        return
    inbound_message.receive(session, inbound, webhook.id, now)
    if not webhook.tries:
        tally.published(session, webhook.received_at)
