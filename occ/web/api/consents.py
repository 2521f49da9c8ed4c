"""Consents: what was said of numbers, and what holds (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import consents, do_not_write
from occ.contacts.consents import LONGEST_WORDS, Said
from occ.contacts.number_models import How, PhoneNumber
from occ.core.address import Channel
from occ.core.words import say
from occ.flows import keep_many
from occ.users.scopes import Scope
from occ.web.api.asked import Asked
from occ.web.api.kinds import Text
from occ.web.api.operations import read, write

bp = Blueprint("api_consents", __name__)
_E164 = r"\+[1-9][0-9]{6,14}"


@dataclass(frozen=True)
class Consent:
    phone: str
    channel: Channel
    granted: Annotated[bool, say("Agreed, or took it back.")]
    at: Annotated[datetime, say("When they said so.")]
    how: How
    words: Annotated[str, say("What they were shown, or wrote.")]
    recorded_at: datetime


@dataclass(frozen=True)
class History:
    items: Annotated[tuple[Consent, ...], say("The newest first: of a channel it holds.")]
    do_not_write: Annotated[bool, say("On our own list: no campaign is sent to it.")]


@dataclass(frozen=True)
class Whose:
    phone: Annotated[str, Text(16, 8, _E164), say("With the country code.")]


@dataclass(frozen=True)
class NewConsent:
    phone: Annotated[str, Text(16, 8, _E164), say("With the country code.")]
    channel: Channel
    granted: bool
    at: datetime
    words: Annotated[str, Text(LONGEST_WORDS), say("Needed where it is granted.")] = ""


@dataclass(frozen=True)
class NewConsents:
    consents: Annotated[tuple[NewConsent, ...], say("One, or as many as 100.")]


@dataclass(frozen=True)
class Holding:
    phone: str
    channel: Channel
    granted: bool


@dataclass(frozen=True)
class Recorded:
    items: Annotated[tuple[Holding, ...], say("What holds now, in the order asked.")]


@read(bp, "/consents", say("What was said of a number"), Scope.CONTACTS_READ, History, Whose)
def history(session: Session, asked: Asked[Whose]) -> History:
    phone = asked.what.phone
    number = session.scalar(select(PhoneNumber.id).where(PhoneNumber.phone == phone))
    rows = consents.history(session, [number])[:100] if number is not None else ()
    return History(
        tuple(
            Consent(
                phone, each.channel, each.granted, each.at, each.how, each.words, each.recorded_at
            )
            for each in rows
        ),
        bool(do_not_write.holds(session, [phone])),
    )


@write(
    bp,
    "/consents",
    say("Record consents or withdrawals, one or many"),
    Scope.CONTACTS_WRITE,
    Recorded,
    NewConsents,
)
def record(session: Session, asked: Asked[NewConsents]) -> Recorded:
    """All of them, or none where one is refused."""
    wanted = asked.what.consents
    said = [
        (
            each.phone,
            Said(
                each.channel,
                each.granted,
                each.at,
                How.PROGRAM,
                each.words.strip(),
                asked.caller.user_id,
            ),
        )
        for each in wanted
    ]
    keep_many.record(session, said, asked.now)
    return Recorded(
        tuple(
            Holding(
                each.phone,
                each.channel,
                consents.allows(session, each.phone, each.channel, "campaign"),
            )
            for each in wanted
        )
    )
