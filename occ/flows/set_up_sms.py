"""An administrator sets up SMS (C1, C2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from occ.billing import limits, subscription
from occ.billing.subscription import Standing
from occ.core.address import read_number
from occ.core.errors import Invalid
from occ.core.words import Words, say
from occ.flows import set_up
from occ.settings import store
from occ.settings.pages import SmsSettings

LONGEST_VERSION = 40


@dataclass(frozen=True)
class SmsForm:
    """As entered."""

    service: bool
    version: str
    support_ends: date | None
    provider: str
    twilio_number: str
    most_parts: int


def save(session: Session, actor_id: int | None, form: SmsForm, now: datetime) -> SmsSettings:
    """Raises Invalid."""
    stored = store.load(session, SmsSettings)
    entered = replace(
        stored,
        service=form.service,
        version=" ".join(form.version.split()),
        support_ends=form.support_ends.isoformat() if form.support_ends else "",
        provider=form.provider,
        twilio_number=(read_number(form.twilio_number) or "") if form.twilio_number else "",
        most_parts=form.most_parts,
    )
    today = limits.today(session, now)
    wrong = {
        "version": _about_version(entered),
        "support_ends": _about_support(stored, entered, today),
        "twilio_number": _about_number(form, entered),
    }
    if any(wrong.values()):
        raise Invalid({name: words for name, words in wrong.items() if words})
    set_up.save(session, actor_id, entered, now)
    return entered


def _about_version(entered: SmsSettings) -> Words | None:
    if entered.service and not entered.version:
        return say("Enter the version that SMS is switched on for.")
    if len(entered.version) > LONGEST_VERSION:
        return say("Enter at most %(most)s characters.", most=LONGEST_VERSION)
    return None


def _about_support(stored: SmsSettings, entered: SmsSettings, today: date) -> Words | None:
    """What runs may run on in grace; what is off is switched on only while support is current."""
    is_the_same = (stored.version, stored.support_ends) == (entered.version, entered.support_ends)
    if not entered.service or (stored.service and is_the_same):
        return None
    if subscription.of(entered, today).standing is Standing.CURRENT:
        return None
    if stored.service and stored.version == entered.version:
        # Basic support of the running version has ended, and that is being told.
        return None
    return say(
        "Basic support of this version is over, so SMS can't be switched on for it."
        " Enter a version whose basic support is current."
    )


def _about_number(form: SmsForm, entered: SmsSettings) -> Words | None:
    if form.twilio_number and not entered.twilio_number:
        return say("Enter the number with its country code, such as +48 600 100 200.")
    return None
