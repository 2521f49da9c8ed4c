"""The one door that everything we send goes through: asked when queued and again when claimed.

By purpose: a reply needs the window, or is an approved template; a campaign, consent; by SMS both
it and credentials need the country and the subscription; by WhatsApp an approved template, or for
a campaign the window. Who pays is told by `billing/payer.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import limits
from occ.billing.payer import Purpose
from occ.contacts import consents, countries, do_not_write
from occ.contacts.number_models import ConsentPurpose
from occ.core.address import Channel, Identity
from occ.core.words import Words, say
from occ.messaging import routes, window
from occ.messaging.ports import Approval
from occ.messaging.template_models import Template


class Refusal(NamedTuple):
    """A code for a program and a sentence for a person."""

    code: str
    words: Words


@dataclass(frozen=True)
class Leaving:
    """What is asked about a message. `heard_at`: when the recipient last wrote to this sender."""

    purpose: Purpose
    recipient: Identity
    template: str | None = None
    heard_at: datetime | None = None


@dataclass(frozen=True)
class Known:
    """What there is to know of many messages at once. Recipients stand as `str(Identity)`."""

    approved: Collection[str] = ()
    """Templates."""
    agreed: Collection[str] = ()
    do_not_write: Collection[str] = ()
    abroad: Collection[str] = ()
    """By SMS, in a country that may not be written to."""
    why_not_sms: Words | None = None


def against_reply(last_inbound_at: datetime | None, now: datetime) -> Words | None:
    """Why a free-text answer may not leave now; None where it may. A reply needs the window."""
    if window.is_open(last_inbound_at, now):
        return None
    return say(
        "WhatsApp takes free text only for 24 hours after the customer's last message, "
        "and they are over. Choose a template; or the customer opens them again by writing."
    )


def know(session: Session, leaving: Sequence[Leaving], now: datetime) -> Known:
    """Ask the rooms below, once for all of them."""
    if not leaving:
        return Known()
    bulk = [each for each in leaving if each.purpose is Purpose.CAMPAIGN]
    by_sms = [each.recipient for each in leaving if each.recipient.channel is Channel.SMS]
    listed = do_not_write.holds(session, _phones(bulk))
    return Known(
        approved=_approved(session, leaving),
        agreed=_agreed(session, bulk),
        do_not_write={str(one.recipient) for one in bulk if one.recipient.phone in listed},
        abroad=_abroad(session, by_sms) if by_sms else (),
        why_not_sms=routes.why_not_sms(session, limits.today(session, now)) if by_sms else None,
    )


def _approved(session: Session, leaving: Sequence[Leaving]) -> set[str]:
    sids = {each.template for each in leaving if each.template}
    if not sids:
        return set()
    query = select(Template.sid).where(
        Template.sid.in_(sids), Template.approval == Approval.APPROVED, Template.gone_at.is_(None)
    )
    return set(session.scalars(query))


def _agreed(session: Session, bulk: Sequence[Leaving]) -> set[str]:
    """Consent is a channel's own."""
    found: set[str] = set()
    for channel in Channel:
        asked = [each for each in bulk if each.recipient.channel is channel]
        if asked:
            agree = consents.allowed(session, _phones(asked), channel, ConsentPurpose.CAMPAIGN)
            found |= {str(one.recipient) for one in asked if one.recipient.phone in agree}
    return found


def _abroad(session: Session, recipients: Sequence[Identity]) -> set[str]:
    chosen = countries.chosen(session)
    return {str(one) for one in recipients if not countries.allowed(chosen, one.phone or "")}


def _phones(leaving: Sequence[Leaving]) -> set[str]:
    return {each.recipient.phone for each in leaving if each.recipient.phone}


def against(leaving: Leaving, known: Known, now: datetime) -> Refusal | None:
    """Why a template, or what answers nobody, may not leave now; None where it may."""
    recipient = str(leaving.recipient)
    if leaving.purpose is Purpose.CAMPAIGN:
        if recipient in known.do_not_write:
            return _DO_NOT_WRITE
        if recipient not in known.agreed:
            return _NO_CONSENT
    if recipient in known.abroad:
        return _ABROAD
    if leaving.recipient.channel is Channel.SMS:
        return Refusal("no_sms", known.why_not_sms) if known.why_not_sms else None
    return _against_whatsapp(leaving, known, now)


def _against_whatsapp(leaving: Leaving, known: Known, now: datetime) -> Refusal | None:
    if leaving.template is not None:
        return None if leaving.template in known.approved else _NOT_APPROVED
    is_campaign = leaving.purpose is Purpose.CAMPAIGN
    return None if is_campaign and window.is_open(leaving.heard_at, now) else _NO_TEMPLATE


_DO_NOT_WRITE = Refusal("do_not_write", say("This number stands on the do-not-write list."))
_NO_CONSENT = Refusal("no_consent", say("There is no consent to write to this number."))
_ABROAD = Refusal(
    "country",
    say("Numbers of this country may not be written to. An administrator sets the countries."),
)
_NOT_APPROVED = Refusal(
    "not_approved",
    say("WhatsApp has not approved this template, or no longer does. Choose another one."),
)
_NO_TEMPLATE = Refusal(
    "no_template",
    say(
        "Who has not written on WhatsApp in the last 24 hours can only be sent a template that"
        " WhatsApp has approved."
    ),
)
