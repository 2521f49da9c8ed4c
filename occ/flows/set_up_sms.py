"""An administrator sets up SMS (C1, C2), on the page or by a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from occ.billing import limits, subscription
from occ.billing.subscription import Standing
from occ.core.address import read_number
from occ.core.errors import Invalid
from occ.core.words import Words, say
from occ.flows import set_up
from occ.messaging import credential_forms
from occ.settings import lost, store
from occ.settings.pages import SMSAPI, ContactSettings, SmsSettings

LONGEST_VERSION = 40
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 .-]{0,10}")
_TOKEN = re.compile(r"[!-~]{8,512}")


def save(session: Session, actor_id: int | None, entered: Mapping[str, Any], now: datetime) -> bool:
    """`entered`: by the fields of `SmsSettings`; what is not named, such as a token that nobody
    typed again, stays as it is. True where something changed. Raises Invalid.
    """
    stored = store.load(session, SmsSettings)
    cleaned: dict[str, Any] = {
        name: credential_forms.cleaned(value) if isinstance(value, str) else value
        for name, value in entered.items()
    }
    if number := cleaned.get("twilio_number"):
        cleaned["twilio_number"] = read_number(number) or number
    settings = replace(stored, **cleaned)
    wrong = {
        "version": _about_version(settings),
        "support_ends": _about_support(stored, settings, limits.today(session, now)),
        "twilio_number": _about_number(settings.twilio_number),
        "sender_name": _about_sender_name(settings.sender_name),
        "api_token": _about_token(session, settings),
    }
    if any(wrong.values()):
        raise Invalid({name: words for name, words in wrong.items() if words})
    return set_up.save(session, actor_id, settings, now)


def apply(session: Session, entered: Mapping[str, Any], now: datetime) -> bool:
    """`countries` stand on a page of their own (C4). Raises Invalid."""
    sms = {name: value for name, value in entered.items() if name != "countries"}
    changed = save(session, None, sms, now)
    if "countries" in entered:
        chosen = ContactSettings(" ".join(sorted(set(entered["countries"]))))
        changed = set_up.save(session, None, chosen, now) or changed
    return changed


def _about_version(entered: SmsSettings) -> Words | None:
    if entered.service and not entered.version:
        return say("Enter the version that SMS is switched on for.")
    if len(entered.version) > LONGEST_VERSION:
        return say("Enter at most %(most)s characters.", most=LONGEST_VERSION)
    return None


def _about_support(stored: SmsSettings, entered: SmsSettings, today: date) -> Words | None:
    """What runs may run on in grace; what is off is switched on only while support is current."""
    try:
        present = subscription.of(entered, today)
    except ValueError:
        return say("Enter a date as year-month-day, such as 2026-11-30.")
    runs_on = stored.service and stored.version == entered.version
    if not entered.service or runs_on or present.standing is Standing.CURRENT:
        return None
    return say(
        "Basic support of this version is over, so SMS can't be switched on for it."
        " Enter a version whose basic support is current."
    )


def _about_number(number: str) -> Words | None:
    if not number or read_number(number) == number:
        return None
    return say("Enter the number with its country code, such as +48 600 100 200.")


def _about_sender_name(name: str) -> Words | None:
    """https://www.smsapi.com/docs: at most eleven characters."""
    if not name or _NAME.fullmatch(name):
        return None
    return say(
        "A sender name has at most 11 characters, A–Z, a–z, 0–9, dot, hyphen and blank, and at"
        " least one letter."
    )


def _about_token(session: Session, entered: SmsSettings) -> Words | None:
    """C9: what was sealed elsewhere must be entered again before SMS can be on."""
    if entered.api_token:
        if _TOKEN.fullmatch(entered.api_token):
            return None
        return say("This is no API token: it has no blanks. Copy it again, whole.")
    if entered.service and entered.provider == SMSAPI and SMSAPI in lost.providers(session):
        return say("This was sealed on another installation. Enter it again to send.")
    return None
