"""Record what a person agreed to or took back, and ask what holds (C3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from occ.contacts import phone_numbers
from occ.contacts.number_models import Consent, ConsentPurpose, How, PhoneNumber
from occ.core.address import Channel
from occ.core.db import plain
from occ.core.errors import Invalid
from occ.core.words import say

LONGEST_WORDS = 2000
_CLOCKS = timedelta(minutes=5)
"""How far a clock that says when may be ahead of ours."""
_COLUMNS = {
    Channel.SMS: PhoneNumber.sms_consent,
    Channel.WHATSAPP: PhoneNumber.whatsapp_consent,
}


@dataclass(frozen=True)
class Said:
    """That somebody agreed or took it back: when, how, and what they were shown."""

    channel: Channel
    granted: bool
    at: datetime
    how: How
    words: str = ""
    actor_id: int | None = None
    """The user who records it; None where the person did it themselves."""
    purpose: ConsentPurpose = ConsentPurpose.CAMPAIGN


def check(said: Said, now: datetime) -> None:
    """Raises Invalid."""
    wrong = {}
    if said.at > now + _CLOCKS:
        wrong["at"] = say("This moment is still to come. Enter when they said so.")
    if said.granted and not said.words.strip():
        wrong["words"] = say("Enter the words they agreed to: they are the proof.")
    elif len(said.words) > LONGEST_WORDS:
        wrong["words"] = say("Enter at most %(most)s characters.", most=LONGEST_WORDS)
    if wrong:
        raise Invalid(wrong)


def record(session: Session, said: Mapping[int, Sequence[Said]], now: datetime) -> None:
    """Write down what was said of numbers (ids), in this order; it holds from now on."""
    phone_numbers.lock(session, said)
    rows = [
        {**vars(each), "number_id": number_id, "recorded_at": now}
        for number_id in sorted(said)
        for each in said[number_id]
    ]
    if not rows:
        return
    connection, _ = plain(session)
    connection.execute(insert(Consent), rows)
    for channel, column in _COLUMNS.items():
        holds = {
            number_id: every[-1].granted
            for number_id in said
            if (every := [each for each in said[number_id] if _shows(each, channel)])
        }
        phone_numbers.keep(session, column, holds)


def allows(session: Session, phone: str, channel: Channel, purpose: str) -> bool:
    """Whether the person behind the number (E.164) agreed to this: the newest row decides."""
    return bool(allowed(session, [phone], channel, purpose))


def allowed(session: Session, phones: Collection[str], channel: Channel, purpose: str) -> set[str]:
    """Those of the numbers (E.164) whose people agreed to this."""
    found: set[str] = set()
    for part in phone_numbers.slices(phones):
        newest = (
            select(func.max(Consent.id))
            .where(
                Consent.number_id == PhoneNumber.id,
                Consent.channel == channel,
                Consent.purpose == ConsentPurpose(purpose),
            )
            .correlate(PhoneNumber)
            .scalar_subquery()
        )
        query = (
            select(PhoneNumber.phone)
            .join(Consent, Consent.id == newest)
            .where(PhoneNumber.phone.in_(part), Consent.granted)
        )
        found |= {str(phone) for phone in session.scalars(query)}
    return found


def standing(session: Session, number_ids: Collection[int]) -> dict[tuple[int, Channel], Consent]:
    """The newest row of each number (id) and channel about campaigns."""
    newest = (
        select(func.max(Consent.id))
        .where(Consent.number_id.in_(number_ids), Consent.purpose == ConsentPurpose.CAMPAIGN)
        .group_by(Consent.number_id, Consent.channel)
    )
    found = session.scalars(select(Consent).where(Consent.id.in_(newest)))
    return {(each.number_id, each.channel): each for each in found}


def history(session: Session, number_ids: Collection[int]) -> Sequence[Consent]:
    """All of the numbers' rows, the newest first."""
    query = select(Consent).where(Consent.number_id.in_(number_ids))
    return session.scalars(query.order_by(Consent.id.desc())).all()


def _shows(said: Said, channel: Channel) -> bool:
    return said.channel is channel and said.purpose is ConsentPurpose.CAMPAIGN
