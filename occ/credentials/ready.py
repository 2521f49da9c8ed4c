"""Which of the accounts that wait can go now."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing import batches
from occ.core.address import country_of
from occ.core.words import Words
from occ.credentials import register, ways
from occ.credentials.models import Way

AT_ONCE = 500


def to_look_at(session: Session, now: datetime) -> list[int]:
    """Ids of those that can leave, and of those that wait for another reason than they say.

    By WhatsApp no more than there are units, the oldest first: the others' turn comes later.
    """
    known: dict[Hashable, Words | None] = {}
    left = None
    found = []
    for account in register.waiting(session, AT_ONCE):
        wanted = ways.wanted_by(account)
        assert account.way is not None
        # All that the answer hangs on: hundreds wait for the same.
        about = (account.way, wanted.what, wanted.language, country_of(wanted.phone or ""))
        if about not in known:
            known[about] = ways.why_not(session, wanted, account.way, now)
        reason = known[about]
        if reason is None and account.way is Way.WHATSAPP:
            left = (batches.left(session) if left is None else left) - 1
            if left < 0:
                continue
        if reason is None or reason.as_json() != account.reason:
            found.append(account.id)
    return found
