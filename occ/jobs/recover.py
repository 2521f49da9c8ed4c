"""Read the provider's list of each number: always where we poll, else for what webhooks missed."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from occ.core import clock
from occ.core.words import say
from occ.flows import fetch_messages
from occ.jobs import inbox as inbox_job
from occ.messaging import fetches, inbox
from occ.messaging.account import Trouble
from occ.messaging.fetches import Claim, Reading
from occ.messaging.ports import CLOCK_DIFFERENCE, Credentials, Fetched, Unreachable
from occ.product import Product, twilio_credentials
from occ.services import own_numbers
from occ.services.own_numbers import ReadNumber
from occ.settings import store
from occ.settings.pages import TWILIO, SmsSettings, TwilioSettings

log = logging.getLogger(__name__)
POLLED_EVERY = timedelta(seconds=5)
RECONCILED_EVERY = timedelta(minutes=2)
# Twilio gives up on a webhook within fifteen seconds, its fallback included.
LEFT_TO_WEBHOOKS = timedelta(minutes=1)
OVERLAP, DEEP_OVERLAP = timedelta(minutes=1), timedelta(minutes=15)
"""How far before the newest known message a list is read again: it may show one late."""
_LONGEST_PAUSE = timedelta(minutes=5)
_OUR_FAULT = say("What Twilio's list says could not be taken over. The server's log says why.")
_LISTED_AT_ONCE, _STORED_AT_ONCE = 500, 50
_MOST_REFUSALS = 3
"""Messages of one reading whose files are asked for in vain: each may take until the timeout."""
T = TypeVar("T")


@dataclass(frozen=True)
class Account:
    credentials: Credentials
    polls: bool


def account(product: Product) -> Account | None:
    """None where nothing is to be asked: neither WhatsApp nor SMS goes by Twilio, or its account
    is not set up.
    """
    with product.run.reading() as session:
        credentials, settings = twilio_credentials(session), store.load(session, TwilioSettings)
        is_used = settings.whatsapp or store.load(session, SmsSettings).provider == TWILIO
    if credentials is None or not is_used:
        return None
    return Account(credentials, settings.polls)


def fetch_due(product: Product) -> bool:
    with product.run.reading() as session:
        numbers = {number.address: number for number in own_numbers.to_read(session, clock.now())}
        due = fetches.due(session, numbers, product.started_at, clock.now())
    # Opening the token costs more than this look, which comes every second.
    asked = account(product) if due else None
    if asked is None:
        return False
    for name in due:
        claim = product.run(fetches.claim, name, product.started_at, clock.now())
        if claim and not _fetch(product, asked, numbers[name], claim):
            break
    return False


def live_since(number: ReadNumber) -> datetime:
    """From when on it is ours: a list's times are whole seconds of the provider's clock."""
    return number.since.replace(microsecond=0) - CLOCK_DIFFERENCE


def pause_after(claim: Claim) -> timedelta:
    """Ever longer, and never the same for everybody: the provider has its reasons."""
    longest: timedelta = min(POLLED_EVERY * 2 ** min(claim.failures, 10), _LONGEST_PAUSE)
    return longest * random.uniform(0.8, 1.2)


def failed(product: Product, claim: Claim, failure: Exception) -> None:
    """Note why a list could not be read; it is due again after a pause."""
    if isinstance(failure, Unreachable | Trouble):
        log.warning("Twilio's list %s could not be read: %s", claim.name, failure)
        reason = failure.reason if isinstance(failure, Unreachable) else failure.words
    else:
        log.exception("what Twilio's list %s says could not be taken over", claim.name)
        reason = _OUR_FAULT
    product.run(fetches.failed, claim, reason, clock.now() + pause_after(claim))


@dataclass(frozen=True)
class _Span:
    """What is asked of a list: from when on, and which of what it shows is not for us (yet)."""

    since: datetime
    live_since: datetime
    until: datetime | None

    def holds(self, one: Fetched) -> bool:
        return one.written_at >= self.live_since

    def is_ripe(self, one: Fetched) -> bool:
        return self.until is None or one.written_at <= self.until


@dataclass
class _Found:
    """What a list showed that we did not have: `new`, in the order it was written, is for us now,
    `is_early` what its webhook may still bring; `newest` is the time of the newest there is.
    """

    new: list[Fetched] = field(default_factory=list)
    newest: datetime | None = None
    is_early: bool = False


def _fetch(product: Product, asked: Account, number: ReadNumber, claim: Claim) -> bool:
    """False where the list could not be read."""
    begun, deep_at = claim.begun_at, claim.deep_at
    is_deep = not asked.polls or deep_at is None or deep_at <= begun - RECONCILED_EVERY
    since = live_from = live_since(number)
    if claim.read_until:
        since = max(since, claim.read_until - (DEEP_OVERLAP if is_deep else OVERLAP))
    span = _Span(since, live_from, None if asked.polls else begun - LEFT_TO_WEBHOOKS)
    try:
        found = _read(product, asked, number, span)
        kept = keep(product, asked, found.new)
    except Exception as failure:
        failed(product, claim, failure)
        return False
    missed = 0 if asked.polls else kept
    if missed:
        log.warning("%s messages to %s came by no webhook", missed, number.address)
    due_at = begun + (POLLED_EVERY if asked.polls and number.leads else RECONCILED_EVERY)
    if found.is_early:
        # Lost while we restarted, it would else be told three minutes after it was written.
        due_at = begun + LEFT_TO_WEBHOOKS
    read_until = max(filter(None, (claim.read_until, found.newest)), default=None)
    product.run(fetches.done, claim, Reading(due_at, read_until, is_deep, missed), clock.now())
    return True


def _read(product: Product, asked: Account, number: ReadNumber, span: _Span) -> _Found:
    found = _Found()
    listed = product.twilio.received(asked.credentials, number.address, span.since)
    for some in batches(listed, _LISTED_AT_ONCE):
        ours = [one for one in some if span.holds(one)]
        with product.run.reading() as session:
            unheard = inbox.unheard(session, [one.sid for one in ours])
        ripe = [one for one in ours if span.is_ripe(one)]
        found.new += [one for one in ripe if one.sid in unheard]
        found.is_early |= any(one.sid in unheard and not span.is_ripe(one) for one in ours)
        times = (one.written_at for one in ripe)
        found.newest = max(filter(None, (found.newest, *times)), default=None)
    # Newest first; of one second the order of the list is all there is.
    found.new = sorted(reversed(found.new), key=lambda one: one.written_at)
    return found


def keep(product: Product, asked: Account, new: list[Fetched]) -> int:
    """Store and handle them, some at a time: what comes after a failure is new next time, too."""
    count, files = 0, _Files(product, asked)
    for some in batches(iter(new), _STORED_AT_ONCE):
        letters = [(one, files.of(one)) for one in some]
        kept = product.run(fetch_messages.keep, letters, clock.now())
        count += len(kept)
        for address in kept:
            inbox_job.handle_one(product, address)
    return count


class _Files:
    """What is told of each message's files. Where Twilio tells nothing of one, nobody waits for
    it: the row itself says where its files are listed, and who fetches them asks there again.
    """

    def __init__(self, product: Product, asked: Account) -> None:
        self._product, self._credentials, self._left = product, asked.credentials, _MOST_REFUSALS

    def of(self, one: Fetched) -> Mapping[str, str]:
        if not one.attachments or not self._left:
            return {}
        try:
            return self._product.twilio.attachments(self._credentials, one.sid)
        except Unreachable as failure:
            log.warning("the files of %s could not be listed: %s", one.sid, failure)
        except Exception:
            log.exception("the files of %s could not be listed", one.sid)
        self._left -= 1
        return {}


def batches(many: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(many)
    while some := list(islice(rest, size)):
        yield some
