"""Ask SMSAPI what became of SMS that no callback has told the end of (C7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from occ.core import clock
from occ.flows import look_up_statuses
from occ.jobs.recover import LEFT_TO_WEBHOOKS, pause_after
from occ.messaging import fetches
from occ.messaging.fetches import SMS_STATUSES, Claim, Reading
from occ.messaging.ports import Unreachable
from occ.messaging.sms_account import SmsAccess
from occ.product import Product, smsapi_access
from occ.settings.pages import SMSAPI

AT_ONCE = 50
"""Ids a question."""
READ_EVERY = timedelta(seconds=20)


def look_up(product: Product) -> bool:
    """True where there may be more to ask for at once."""
    with product.run.reading() as session:
        is_due = fetches.due(session, [SMS_STATUSES], product.started_at, clock.now())
        access = smsapi_access(session) if is_due else None
    if access is None:
        return False
    claim = product.run(fetches.claim, SMS_STATUSES, product.started_at, clock.now())
    return claim is not None and _ask(product, access, claim)


def _ask(product: Product, access: SmsAccess, claim: Claim) -> bool:
    with product.run.reading() as session:
        until = _asked_of_until(product)
        looks = look_up_statuses.due(session, until, clock.now(), SMSAPI, AT_ONCE)
    try:
        reports = product.smsapi.reports_of(access, [look.sid for look in looks]) if looks else {}
    except Unreachable as why:
        due_at = clock.now() + pause_after(claim)
        product.run(fetches.failed, claim, why.reason, due_at)
        return False
    product.run(look_up_statuses.take, looks, reports, False, clock.now())
    is_full = len(looks) == AT_ONCE
    due_at = clock.now() if is_full else claim.begun_at + READ_EVERY
    product.run(fetches.done, claim, Reading(due_at, None, was_deep=True), clock.now())
    return is_full


def _asked_of_until(product: Product) -> datetime:
    """A callback is given its time first, where one can come."""
    return clock.now() - (LEFT_TO_WEBHOOKS if product.smsapi_callback() else timedelta(0))
