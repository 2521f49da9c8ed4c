"""Everything an administrator can set, from one document, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from occ.flows import apply_services, change_profile, set_up, set_up_sms, set_up_twilio
from occ.flows.change_profile import ProfileChange
from occ.services import widget_editing, widgets
from occ.services.widget_form import WidgetForm
from occ.settings import store
from occ.settings.pages import CampaignSettings, CompanySettings, RoutingSettings
from occ.users import accounts
from occ.users.models import Role

Entry = dict[str, Any]


def apply(session: Session, document: Entry, hashes: dict[str, str], now: datetime) -> list[str]:
    """All or nothing; a line for each thing that was changed. What is not named stays as it is.

    `document` is as `apply_document.check` lets it pass; `hashes` are those of new passwords, by
    e-mail. Raises OccError.
    """
    changes: list[str] = []
    for part, apply_page in _PAGES.items():
        if part in document and apply_page(session, document[part], now):
            changes.append(f"Settings: {part}")
    for entry in _administrators_first(document.get("users", [])):
        email = read_email(entry)
        if _apply_user(session, entry, email, hashes.get(email), now):
            changes.append(f"User {email}")
    changes += apply_services.apply(session, document.get("services", []), now)
    for entry in document.get("widgets", []):
        if _apply_widget(session, entry, now):
            changes.append(f"Widget {entry['key']}")
    return changes


def _administrators_first(users: list[Entry]) -> list[Entry]:
    """Who becomes one is there before another stops being the last."""
    return sorted(users, key=lambda user: user.get("role") != Role.ADMINISTRATOR)


def _apply_company(session: Session, entry: Entry, now: datetime) -> bool:
    if "name" in entry:
        entry = {**entry, "name": " ".join(entry["name"].split())}
    return set_up.save(session, None, replace(store.load(session, CompanySettings), **entry), now)


def _page(
    settings: type[RoutingSettings | CampaignSettings],
) -> Callable[[Session, Entry, datetime], bool]:
    def save(session: Session, entry: Entry, now: datetime) -> bool:
        return set_up.save(session, None, replace(store.load(session, settings), **entry), now)

    return save


_PAGES: dict[str, Callable[[Session, Entry, datetime], bool]] = {
    "twilio": set_up_twilio.apply,
    "company": _apply_company,
    "routing": _page(RoutingSettings),
    "sms": set_up_sms.apply,
    "campaigns": _page(CampaignSettings),
}


def read_email(user: Entry) -> str:
    return str(user["email"]).strip().lower()


def _apply_user(
    session: Session, entry: Entry, email: str, password_hash: str | None, now: datetime
) -> bool:
    name, _ = accounts.check(entry["name"], email)
    role = Role(entry["role"]) if "role" in entry else None
    user = accounts.by_email(session, email)
    added = user is None
    if user is None:
        user = accounts.add(session, None, name, email, role or Role.AGENT, now)
    if password_hash:
        accounts.set_password(session, None, user, password_hash, now)
    renamed = change_profile.rename(session, None, user, name, now)
    channels = entry.get("channels")
    wanted = ProfileChange(
        chat=None if channels is None else "chat" in channels,
        whatsapp=None if channels is None else "whatsapp" in channels,
        max_interactions=entry.get("max_interactions"),
        auto_accept=entry.get("auto_accept"),
        role=role,
    )
    [changed] = change_profile.change(session, None, [user.key], wanted, now)
    return added or renamed or bool(password_hash) or changed.before != changed.after


def _apply_widget(session: Session, entry: Entry, now: datetime) -> bool:
    key = entry["key"]
    before = widgets.facts(session, key)
    wanted: Entry = {"name": key, **before, **entry}
    names = wanted.get("whatsapp_services", before.get("services", []))
    form = WidgetForm(
        **{each.name: wanted[each.name] for each in fields(WidgetForm) if each.name in wanted}
    )
    services = tuple(apply_services.key_of(session, name) for name in names)
    form = replace(form, services=services)
    widget_editing.save(session, None, key, form, now)
    return before != widgets.facts(session, key)
