"""STOP ends campaigns to a number, START lets them begin again; neither ends support.

The message goes on into its conversation, and nothing is answered by itself: a confirmation
would be one more text to somebody who has just asked for none.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.contacts import consents, do_not_write, keywords, phone_numbers
from occ.contacts.consents import Said
from occ.contacts.keywords import Keyword
from occ.contacts.number_models import How, Origin
from occ.core.address import is_number
from occ.journal import entries as journal
from occ.messaging.ports import Inbound, Kind


def heed(session: Session, inbound: Inbound, written_at: datetime, now: datetime) -> Keyword | None:
    """The keyword that the message is, heeded; HELP is answered by `automatic_text`."""
    if inbound.kind is not Kind.TEXT:
        return None
    keyword = keywords.read(inbound.body, inbound.sender.channel)
    if keyword in (Keyword.STOP, Keyword.START) and is_number(inbound.sender.phone):
        _change(session, keyword, inbound, written_at, now)
    return keyword


def _change(
    session: Session, keyword: Keyword, inbound: Inbound, written_at: datetime, now: datetime
) -> None:
    phone, words = str(inbound.sender.phone), inbound.body.strip()
    [number_id] = phone_numbers.rows(session, [phone], now).values()
    if keyword is Keyword.STOP:
        changed = _stop(session, number_id, words, written_at, now)
    else:
        changed = _start(session, number_id, words, written_at, now)
    if changed:
        subject = journal.Subject("number", phone_numbers.key_of(session, number_id))
        action = "stopped_by_keyword" if keyword is Keyword.STOP else "started_by_keyword"
        journal.write(session, None, action, subject, now)


def _stop(
    session: Session, number_id: int, words: str, written_at: datetime, now: datetime
) -> bool:
    """On every channel: who writes STOP wants no campaign, wherever it came from."""
    added = do_not_write.add(session, number_id, Origin.STOP, words, None, now)
    taken_back = [
        Said(channel, False, written_at, How.KEYWORD, words)
        for (_, channel), consent in consents.standing(session, [number_id]).items()
        if consent.granted
    ]
    if taken_back:
        consents.record(session, {number_id: taken_back}, now)
    return added or bool(taken_back)


def _start(
    session: Session, number_id: int, words: str, written_at: datetime, now: datetime
) -> bool:
    """What STOP took back is given again, and no more: START alone is no consent."""
    lifted = do_not_write.lift(session, number_id, Origin.STOP, None, now)
    given = [
        Said(channel, True, written_at, How.KEYWORD, words)
        for (_, channel), consent in consents.standing(session, [number_id]).items()
        if not consent.granted and consent.how is How.KEYWORD
    ]
    if given:
        consents.record(session, {number_id: given}, now)
    return lifted or bool(given)
