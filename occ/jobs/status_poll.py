"""Ask what became of messages of ours: always where we poll, else where callbacks stay away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from occ.core import clock
from occ.flows import look_up_statuses
from occ.flows.look_up_statuses import Look
from occ.jobs import lists
from occ.jobs.recover import LEFT_TO_WEBHOOKS, POLLED_EVERY, RECONCILED_EVERY, Account
from occ.messaging import fetches
from occ.messaging.fetches import STATUSES, Claim, Reading
from occ.messaging.ports import StatusReport
from occ.product import Product

# Twilio's times are whole seconds of its own clock.
_CLOCKS = timedelta(minutes=1)
_YOUNG = timedelta(minutes=10)
_ONE_BY_ONE = 20
Reports = dict[str, StatusReport]


def look_up(product: Product) -> bool:
    def read(asked: Account, claim: Claim) -> None:
        with product.run.reading() as session:
            looks = look_up_statuses.due(session, _asked_of_until(asked), clock.now())
        reports, seen = _ask(product, asked, looks, claim.begun_at)
        product.run(look_up_statuses.take, seen, reports, asked.polls, clock.now())
        due_at = claim.begun_at + (POLLED_EVERY if asked.polls else RECONCILED_EVERY)
        product.run(fetches.done, claim, Reading(due_at, None, was_deep=True), clock.now())

    lists.read_due(product, STATUSES, read)
    return False


def _asked_of_until(asked: Account) -> datetime:
    """A callback is given its time first."""
    return clock.now() - (timedelta(0) if asked.polls else LEFT_TO_WEBHOOKS)


def _ask(
    product: Product, asked: Account, looks: Sequence[Look], now: datetime
) -> tuple[Reports, list[Look]]:
    """What the provider says, and of which messages; the rest are for the next turn.

    A list tells of many at once, but not of what has not left yet; and for a few old ones it
    would be long. Those are asked for one by one.
    """
    reports: Reports = {}
    by_sender = defaultdict(list)
    for look in looks:
        by_sender[look.sender, look.accepted_at > now - _YOUNG].append(look)
    for (sender, are_young), some in by_sender.items():
        if are_young or len(some) > _ONE_BY_ONE:
            reports |= _listed(product, asked, sender, some)
    left = [look for look in looks if look.sid not in reports]
    for look in left[:_ONE_BY_ONE]:
        report = product.twilio.report_of(asked.credentials, look.sid)
        if report is not None:
            reports[look.sid] = report
    return reports, [look for look in looks if look not in left[_ONE_BY_ONE:]]


def _listed(product: Product, asked: Account, sender: str, looks: Sequence[Look]) -> Reports:
    """Read the list from the newest of them back, and no further than to the last found."""
    sought = {look.sid for look in looks}
    first = min(look.accepted_at for look in looks) - _CLOCKS
    last = max(look.accepted_at for look in looks) + _YOUNG
    found: Reports = {}
    for report in product.twilio.reports(asked.credentials, sender, first, last):
        if report.sid in sought:
            found[report.sid] = report
        if len(found) == len(sought):
            break
    return found
