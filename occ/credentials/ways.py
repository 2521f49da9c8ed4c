"""The ways credentials can go now, and why one can't: what is not possible is not offered (B3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import batches, limits
from occ.contacts import countries
from occ.core.address import Channel, Identity
from occ.core.words import Words, say
from occ.credentials import serving
from occ.credentials.models import Account, Way, What
from occ.messaging import routes
from occ.messaging.routes import Route
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import TWILIO, AccountSettings, TwilioSettings


@dataclass(frozen=True)
class Wanted:
    """For whom: what is to arrive, in which language, at which number, by which ways at most."""

    what: What
    language: str
    phone: str | None
    ways: tuple[Way, ...] = tuple(Way)


def wanted_by(account: Account) -> Wanted:
    ways = tuple(Way(way) for way in account.ways)
    return Wanted(account.what, account.language, account.phone, ways)


def offered(session: Session, wanted: Wanted, now: datetime) -> list[Way]:
    """Those that may be chosen now."""
    return [way for way in wanted.ways if why_not(session, wanted, way, now) is None]


def why_not(session: Session, wanted: Wanted, way: Way, now: datetime) -> Words | None:
    """Why nothing can go this way now; None where it can."""
    return why_never(wanted, way) or why_not_now(session, wanted, way, now)


def why_not_now(session: Session, wanted: Wanted, way: Way, now: datetime) -> Words | None:
    """The same where no number is known yet: its country is then left open."""
    reason = why_closed(session, way, now)
    if reason is not None or way is Way.SCREEN:
        return reason
    if way is Way.WHATSAPP:
        return _why_no_template(session, wanted)
    return _why_not_to(session, wanted) if wanted.phone else None


def why_never(wanted: Wanted, way: Way) -> Words | None:
    """Why it is no use to wait for this way."""
    if way not in wanted.ways:
        return say("This way is not offered here. Choose another.")
    if way is not Way.SCREEN and wanted.phone is None:
        return say("There is no telephone number that it could go to.")
    return None


def route(session: Session, way: Way) -> Route | None:
    """Where a message of this way leaves from."""
    return whatsapp_route(session) if way is Way.WHATSAPP else routes.sms(session)


def whatsapp_route(session: Session) -> Route | None:
    """The number chosen in Settings → Accounts, or else that of the oldest service."""
    numbers = whatsapp_numbers(session)
    chosen = store.load(session, AccountSettings).whatsapp_number
    number = chosen if chosen in numbers else next(iter(numbers), None)
    return Route(TWILIO, str(Identity(Channel.WHATSAPP, phone=number))) if number else None


def whatsapp_numbers(session: Session) -> list[str]:
    """Those of the services, the oldest service's first."""
    found = session.scalars(
        select(Service.whatsapp_number)
        .where(Service.archived_at.is_(None), Service.whatsapp)
        .order_by(Service.id)
    )
    return [number for number in found if number]


def why_closed(session: Session, way: Way, now: datetime) -> Words | None:
    """Why nothing goes this way to anybody now."""
    if way is Way.SCREEN:
        return None
    if way is Way.SMS:
        return routes.why_not_sms(session, limits.today(session, now))
    if not store.load(session, TwilioSettings).whatsapp:
        return say("WhatsApp is switched off in Settings → Advanced → Chat channel.")
    if whatsapp_route(session) is None:
        return say("No service has a WhatsApp number that it could leave from.")
    if not serving.any_approved(session):
        return say(
            "No template that WhatsApp has approved is chosen for sign-in details, in"
            " Settings → Accounts."
        )
    if not batches.left(session):
        return say(
            "No WhatsApp message is left in any batch. An administrator loads one on the page"
            " WhatsApp batches."
        )
    return None


def _why_not_to(session: Session, wanted: Wanted) -> Words | None:
    if wanted.phone and countries.allowed(countries.chosen(session), wanted.phone):
        return None
    return say(
        "SMS may not go to this number's country. An administrator chooses the countries in the"
        " settings."
    )


def _why_no_template(session: Session, wanted: Wanted) -> Words | None:
    if serving.of(session, wanted.what, wanted.language) is not None:
        return None
    return say(
        "No template that WhatsApp has approved is chosen for this language, in"
        " Settings → Accounts."
    )
