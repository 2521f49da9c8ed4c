"""What the file of `occ apply` may say: its parts, their keys, and the kind of each value."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from occ.core.errors import Invalid, OccError
from occ.core.priority import NAMES
from occ.core.words import Words, say
from occ.flows import apply_texts
from occ.messaging.texts import storable
from occ.services import desk_rules, queue_rules, retention, widget_editing
from occ.services.models import Corner
from occ.settings import company, pages
from occ.translations.catalogs import LANGUAGES
from occ.users.models import MAX_INTERACTIONS, PEOPLE
from occ.users.passwords import SHORTEST_PASSWORD


@dataclass(frozen=True)
class Key:
    kind: type = str
    bounds: range | None = None
    choices: Collection[str] = ()
    is_needed: bool = False


TABLES: dict[str, dict[str, Key]] = {
    "twilio": {
        "account_sid": Key(),
        "auth_token": Key(),
        "second_token": Key(),
        "whatsapp": Key(bool),
        "receive": Key(choices=pages.RECEIVE),
        "typing": Key(bool),
    },
    "company": {
        "name": Key(),
        "language": Key(choices=LANGUAGES),
        "zone": Key(),
        "country": Key(choices=["", *company.COUNTRIES]),
    },
    "routing": {
        "offer_seconds": Key(int, pages.OFFER_SECONDS),
        "grace_seconds": Key(int, pages.GRACE_SECONDS),
        "rest_seconds": Key(int, pages.REST_SECONDS),
        "misses_until_away": Key(int, pages.MISSES_UNTIL_AWAY),
        "target_seconds": Key(int, pages.TARGET_SECONDS),
    },
    "sms": {
        "service": Key(bool),
        "version": Key(),
        "support_ends": Key(),
        "provider": Key(choices=pages.SMS_PROVIDERS),
        "twilio_number": Key(),
        "api_token": Key(),
        "sender_name": Key(),
        "timeout_seconds": Key(int, pages.SMS_TIMEOUT_SECONDS),
        "most_parts": Key(int, pages.SMS_PARTS),
        "low_balance": Key(int, pages.LOW_BALANCE),
        "countries": Key(list, choices=company.COUNTRIES),
    },
    "campaigns": {
        "sms_rate": Key(int, pages.SENDER_RATES),
        "whatsapp_rate": Key(int, pages.SENDER_RATES),
        "second_person_above": Key(int, pages.SECOND_PERSON_ABOVE),
        "quiet_from": Key(),
        "quiet_until": Key(),
        "blacklist_days": Key(int, pages.BLACKLIST_DAYS),
    },
}
LISTS: dict[str, dict[str, Key]] = {
    "users": {
        "name": Key(is_needed=True),
        "email": Key(is_needed=True),
        "password": Key(),
        "role": Key(choices=[role.value for role in PEOPLE]),
        "channels": Key(list, choices=("chat", "whatsapp")),
        "max_interactions": Key(int, MAX_INTERACTIONS),
        "auto_accept": Key(bool),
    },
    "services": {
        "name": Key(is_needed=True),
        "whatsapp_number": Key(),
        "members": Key(list),
        "hours": Key(list),
        "other_days": Key(list),
        "zone": Key(),
        "offers_when_shut": Key(bool),
        "priority": Key(choices=NAMES),
        "overflow_to": Key(),
        "overflow_after_minutes": Key(int, queue_rules.OVERFLOW_MINUTES),
        "sticky_hours": Key(int, queue_rules.STICKY_HOURS),
        "returns_parked": Key(bool),
        "target_percent": Key(int, queue_rules.TARGET_PERCENT),
        "target_seconds": Key(int, queue_rules.TARGET_SECONDS),
        "park_after_hours": Key(int, desk_rules.PARK_AFTER_HOURS),
        "wrap_up_seconds": Key(int, desk_rules.WRAP_UP_SECONDS),
        "asks_outcome": Key(bool),
        "forgotten_after_minutes": Key(int, desk_rules.MINUTES),
        "alert_after_minutes": Key(int, desk_rules.MINUTES),
        "return_after_minutes": Key(int, desk_rules.MINUTES),
        "agents_take": Key(bool),
        "retain_months": Key(int, retention.MONTHS),
        "texts": Key(dict),
    },
    "widgets": {
        "key": Key(is_needed=True),
        "name": Key(),
        "whatsapp_services": Key(list),
        "allowed_origins": Key(list),
        "first_words": Key(),
        "button_text": Key(),
        "other_contact": Key(),
        "colour": Key(),
        "corner": Key(choices=[corner.value for corner in Corner]),
        "language": Key(choices=["", *LANGUAGES]),
    },
}
PARTS = TABLES | LISTS
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def check(document: dict[str, Any]) -> None:
    """Raises OccError with a sentence that names the part and the key."""
    for part, value in document.items():
        if part not in PARTS:
            _refuse(
                say(
                    "%(part)s is not known. Known are: %(known)s.",
                    part=part,
                    known=", ".join(PARTS),
                )
            )
        entries = value if part in LISTS else [value]
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            header = f"[[{part}]]" if part in LISTS else f"[{part}]"
            _refuse(say("Write %(part)s as %(header)s.", part=part, header=header))
        for entry in entries:
            _check_entry(part, entry)


def _check_entry(part: str, entry: dict[str, Any]) -> None:
    known = PARTS[part]
    unknown = ", ".join(sorted(entry.keys() - known.keys()))
    if unknown:
        _refuse(
            say(
                "%(names)s is not known in %(part)s. Known are: %(known)s.",
                names=unknown,
                part=part,
                known=", ".join(known),
            )
        )
    for name, key in known.items():
        if name in entry:
            _check_value(part, name, key, entry[name])
        elif key.is_needed:
            _refuse(say("Each of %(part)s needs %(name)s.", part=part, name=name))
    _check_forms(part, entry)


def _check_value(part: str, name: str, key: Key, value: Any) -> None:
    where = {"name": name, "part": part}
    texts = value if key.kind is list and isinstance(value, list) else [value]
    if key.bounds is not None:
        # In Python True is a number.
        if isinstance(value, bool) or not isinstance(value, int) or value not in key.bounds:
            least, most = key.bounds.start, key.bounds.stop - 1
            sentence = say(
                "%(name)s in %(part)s takes a whole number from %(least)s to %(most)s.",
                least=least,
                most=most,
                **where,
            )
            _refuse(sentence)
    elif key.kind is bool:
        if not isinstance(value, bool):
            _refuse(say("%(name)s in %(part)s takes true or false.", **where))
    elif key.kind is dict:
        if not isinstance(value, dict):
            _refuse(say("Write %(part)s as %(header)s.", part=name, header=f"[{part}.{name}]"))
    elif not isinstance(value, key.kind) or not all(isinstance(text, str) for text in texts):
        _refuse(
            say("%(name)s in %(part)s takes a list of texts in quotes.", **where)
            if key.kind is list
            else say("%(name)s in %(part)s takes a text in quotes.", **where)
        )
    elif any(storable(each) != each for each in texts):
        _refuse(say("%(name)s in %(part)s has a character that can't be kept.", **where))
    elif key.choices and not set(texts) <= set(key.choices):
        known = ", ".join(key.choices)
        _refuse(say("%(name)s in %(part)s is one of: %(known)s.", known=known, **where))


def _check_forms(part: str, entry: dict[str, Any]) -> None:
    if part == "users" and 0 < len(entry.get("password", "")) < SHORTEST_PASSWORD:
        _refuse(
            say(
                "The password of %(email)s is too short: use at least %(least)s characters.",
                email=entry["email"],
                least=SHORTEST_PASSWORD,
            )
        )
    if part == "widgets" and not widget_editing.KEY.fullmatch(entry["key"]):
        _refuse(say("A widget's key takes small letters, digits and hyphens, such as website."))
    if part == "campaigns":
        hours = [name for name in ("quiet_from", "quiet_until") if name in entry]
        wrong_hours: dict[str, Words] = {
            name: say("Enter a time such as 21:00.")
            for name in hours
            if not _HOUR.fullmatch(entry[name])
        }
        if wrong_hours:
            raise Invalid(wrong_hours)
    if part == "services":
        apply_texts.check(entry)
    if part == "company" and "name" in entry:
        if wrong := company.about_name(" ".join(entry["name"].split())):
            raise Invalid({"name": wrong})
    of_company = part == "services" and entry.get("zone") == ""
    if not of_company and entry.get("zone", "UTC") not in company.ZONES:
        _refuse(say("There is no time zone %(zone)s. Write it as Europe/Rome.", zone=entry["zone"]))


def _refuse(words: Words) -> None:
    raise OccError(words)
