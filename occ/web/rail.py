"""The rail: where the signed-in user may go. What a role may not use is absent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from occ.billing.power_models import PowerKind
from occ.core.words import Words, say
from occ.users.permissions import Permission
from occ.web import access, start
from occ.web.who import me


class Place(NamedTuple):
    endpoint: str
    words: Words
    icon: str
    permission: Permission
    blueprints: tuple[str, ...]
    """Whose pages belong to it."""
    powers: tuple[PowerKind, ...] = ()
    """Any of them opens it, too."""


_START = Place("start.page", say("First steps"), "start", Permission.ADMINISTER, ("start",))
_PLACES = (
    Place(
        "conversations.page",
        say("Conversations"),
        "conversations",
        Permission.CONVERSE,
        ("conversations", "replies", "tags"),
    ),
    Place("live.page", say("Live"), "live", Permission.OVERSEE, ("live",)),
    Place(
        "contacts.index",
        say("Contacts"),
        "contacts",
        Permission.SEE_CONTACTS,
        (
            "contacts",
            "contact",
            "blocked",
            "contractors",
            "do_not_write",
            "importing",
            "segments",
            "erasing",
            "exporting",
        ),
    ),
    Place(
        "campaigns.index",
        say("Campaigns"),
        "campaigns",
        Permission.OVERSEE,
        (
            "campaigns",
            "campaign_page",
            "campaign_writing",
            "campaign_people",
            "campaign_sending",
            "campaign_report",
        ),
        (PowerKind.CAMPAIGNS, PowerKind.WRITING_FIRST),
    ),
    Place(
        "services.index",
        say("Services"),
        "services",
        Permission.ADMINISTER,
        (
            "services",
            "service_checks",
            "service_desk",
            "service_hours",
            "service_texts",
            "service_retention",
            "service_queue",
        ),
    ),
    Place(
        "users.index",
        say("Users"),
        "users",
        Permission.SEE_USERS,
        ("users", "programs", "api_docs", "user", "user_events", "user_powers", "credit"),
    ),
    Place("reports.page", say("Reports"), "reports", Permission.OVERSEE, ("reports", "what_if")),
    Place("batches.index", say("WhatsApp batches"), "batches", Permission.ADMINISTER, ("batches",)),
    Place("accounts.index", say("Accounts"), "accounts", Permission.ADMINISTER, ("accounts",)),
    Place(
        "company.page",
        say("Settings"),
        "settings",
        Permission.ADMINISTER,
        (
            "company",
            "outcomes",
            "routing",
            "campaign_settings",
            "prices",
            "sms",
            "sms_balance",
            "sms_countries",
            "widget_settings",
            "templates_page",
            "account_settings",
            "chat_channel",
            "twilio_webhooks",
        ),
    ),
    Place(
        "system.page",
        say("System state"),
        "system",
        Permission.ADMINISTER,
        ("system", "webhook_log", "dead_letters", "journal"),
    ),
)


AT_HAND = 4
"""So many places stand in the bar of a phone, the rest behind More beside them."""
_OWN = 2
"""One's profile and the way out, which every user has besides."""


class Rail(NamedTuple):
    at_hand: Sequence[Place]
    more: Sequence[Place]

    @property
    def folds(self) -> bool:
        """Whether a phone's bar is too short for all of it."""
        return bool(self.more)


def rail() -> Rail:
    begun = [_START] if start.is_next() else []
    found = begun + [place for place in _PLACES if _may(place)]
    at_hand = AT_HAND if len(found) + _OWN > AT_HAND + 1 else len(found)
    return Rail(found[:at_hand], found[at_hand:])


def _may(place: Place) -> bool:
    return me().may(place.permission) or (bool(place.powers) and access.has_power(*place.powers))
