"""Compare Twilio's lists with what OCC holds, day by day, and fetch what somebody asks for."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from occ.core import clock
from occ.jobs import lists, recover
from occ.jobs.recover import LEFT_TO_WEBHOOKS, Account
from occ.messaging import fetches, inbox, reconciliation, verified
from occ.messaging.fetches import Claim, Reading
from occ.messaging.ports import Fetched
from occ.messaging.reconciliation import LIST, MOST, Counts, Due
from occ.product import Product
from occ.services import own_numbers

_LOOKED_EVERY = timedelta(minutes=1)
_A_TURN = 4
"""Days of a number that are counted in one turn: each is two lists."""
_AT_ONCE = 500
_EDGE = timedelta(minutes=1)
"""A list is asked by when a message was sent, which may be a moment after it was written."""
_SECOND = timedelta(seconds=1)


def count_due(product: Product) -> bool:
    def read(asked: Account, claim: Claim) -> None:
        with product.run.reading() as session:
            live = {
                number.address: recover.live_since(number)
                for number in own_numbers.to_read(session, claim.begun_at)
            }
            is_verified = verified.present(session) is not None
            wanted = reconciliation.due(session, live, claim.begun_at, _A_TURN + 1)
        if is_verified:
            for one in wanted[:_A_TURN]:
                counts = _count(product, asked, one, live[one.number], claim.begun_at)
                product.run(reconciliation.keep, one, counts, clock.now())
        there_is_more = is_verified and len(wanted) > _A_TURN
        due_at = claim.begun_at + (timedelta(0) if there_is_more else _LOOKED_EVERY)
        product.run(fetches.done, claim, Reading(due_at, None, was_deep=True), clock.now())

    lists.read_due(product, LIST, read)
    return False


def _count(
    product: Product, asked: Account, one: Due, live_since: datetime, now: datetime
) -> Counts:
    """Of what is so young that its webhook may be on the way nothing is said yet."""
    begin, end = reconciliation.span(one.day)
    begin, until = max(begin, live_since), min(end, now - LEFT_TO_WEBHOOKS)
    if begin >= until:
        return Counts(until, 0, 0, 0, 0, is_cut=False)
    received, new, is_long = _received(product, asked, one, begin, until)
    if one.fetches:
        recover.keep(product, asked, sorted(reversed(new), key=lambda each: each.written_at))
        with product.run.reading() as session:
            new = [each for each in new if inbox.unheard(session, [each.sid])]
    sent, outside, is_longer = _sent(product, asked, one, begin, until)
    return Counts(until, received, received - len(new), sent, sent - outside, is_long or is_longer)


def _received(
    product: Product, asked: Account, one: Due, begin: datetime, until: datetime
) -> tuple[int, list[Fetched], bool]:
    """How many, those that are not here, and whether there were more than are counted."""
    count, looked_at = 0, 0
    new: list[Fetched] = []
    listed = product.twilio.received(asked.credentials, one.number, begin - _EDGE, until + _EDGE)
    for some in recover.batches(islice(listed, MOST + 1), _AT_ONCE):
        ours = [each for each in some if begin <= each.written_at < until]
        with product.run.reading() as session:
            unheard = inbox.unheard(session, [each.sid for each in ours])
        new += [each for each in ours if each.sid in unheard]
        count, looked_at = count + len(ours), looked_at + len(some)
    return count, new, looked_at > MOST


def _sent(
    product: Product, asked: Account, one: Due, begin: datetime, until: datetime
) -> tuple[int, int, bool]:
    """How many left the number, how many of them by another hand, and whether there were more."""
    count = outside = 0
    # The list's filter takes both ends in.
    listed = product.twilio.reports(asked.credentials, one.number, begin, until - 2 * _SECOND)
    for some in recover.batches(islice(listed, MOST + 1), _AT_ONCE):
        with product.run.reading() as session:
            outside += len(reconciliation.unknown(session, [each.sid for each in some if each.sid]))
        count += len(some)
    return count, outside, count > MOST
