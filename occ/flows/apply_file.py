"""Everything an administrator can set, from one document, as often as one likes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from occ.core.address import read_number
from occ.core.errors import OccError
from occ.core.words import Words, say
from occ.flows import change_profile, save_service, set_up
from occ.flows.change_profile import ProfileChange
from occ.services import editing, widget_editing, widgets
from occ.services.editing import ServiceForm
from occ.services.models import Service
from occ.services.widget_form import WidgetForm
from occ.settings import store
from occ.settings.pages import CompanySettings, RoutingSettings, TwilioSettings
from occ.settings.store import Page
from occ.users import accounts
from occ.users.models import Role, User

Entry = dict[str, Any]
_PAGES: dict[str, type[Page]] = {
    "twilio": TwilioSettings,
    "company": CompanySettings,
    "routing": RoutingSettings,
}


def apply(session: Session, document: Entry, hashes: dict[str, str], now: datetime) -> list[str]:
    """All or nothing; a line for each thing that was changed. What is not named stays as it is.

    `document` is as `apply_document.check` lets it pass; `hashes` are those of new passwords, by
    e-mail. Raises OccError.
    """
    changes: list[str] = []
    for part, page in _PAGES.items():
        settings = replace(store.load(session, page), **document.get(part, {}))
        if part in document and set_up.save(session, None, settings, now):
            changes.append(f"Settings: {part}")
    for entry in _administrators_first(document.get("users", [])):
        email = read_email(entry)
        if _apply_user(session, entry, email, hashes.get(email), now):
            changes.append(f"User {email}")
    for entry in document.get("services", []):
        if _apply_service(session, entry, now):
            changes.append(f"Service {entry['name']}")
    for entry in document.get("widgets", []):
        if _apply_widget(session, entry, now):
            changes.append(f"Widget {entry['key']}")
    return changes


def _administrators_first(users: list[Entry]) -> list[Entry]:
    """Who becomes one is there before another stops being the last."""
    return sorted(users, key=lambda user: user.get("role") != Role.ADMINISTRATOR)


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
        accounts.set_password(session, user, password_hash, now)
    renamed, user.name = user.name != name, name
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


def _apply_service(session: Session, entry: Entry, now: datetime) -> bool:
    service = session.scalar(_services(entry["name"]))
    present = (
        _form_of(session, service) if service else ServiceForm(entry["name"], False, False, "")
    )
    wanted = present
    if "whatsapp_number" in entry:
        number = entry["whatsapp_number"]
        number = read_number(number) or number
        wanted = replace(wanted, number=number, chat=bool(number), whatsapp=bool(number))
    if "members" in entry:
        keys = {_member(session, email.strip().lower()) for email in entry["members"]}
        wanted = replace(wanted, members=tuple(sorted(keys)))
    if service is not None and wanted == present:
        return False
    save_service.save(session, None, service.key if service else None, wanted, now)
    return True


def _form_of(session: Session, service: Service) -> ServiceForm:
    """As it stands, without those who no longer sign in."""
    members = [user.key for user in editing.members(session, service.id) if not user.disabled_at]
    return ServiceForm(
        service.name,
        service.chat,
        service.whatsapp,
        service.whatsapp_number or "",
        tuple(sorted(members)),
    )


def _apply_widget(session: Session, entry: Entry, now: datetime) -> bool:
    key = entry["key"]
    before = widgets.facts(session, key)
    wanted: Entry = {"name": key, **before, **entry}
    names = wanted.get("whatsapp_services", before.get("services", []))
    form = WidgetForm(
        **{each.name: wanted[each.name] for each in fields(WidgetForm) if each.name in wanted}
    )
    services = tuple(_service_key(session, name) for name in names)
    form = replace(form, services=services)
    widget_editing.save(session, None, key, form, now)
    return before != widgets.facts(session, key)


def _service_key(session: Session, name: str) -> str:
    missing = say("The file names the service %(name)s, and there is none.", name=name)
    service = _demand(session, _services(name), missing)
    return str(service.key)


def _member(session: Session, email: str) -> str:
    missing = say("The file names the user %(name)s, and there is none.", name=email)
    return str(_demand(session, select(User.key).where(User.email == email), missing))


def _services(name: str) -> Select[Service]:
    return select(Service).where(Service.name == name, Service.archived_at.is_(None))


def _demand(session: Session, query: Any, missing: Words) -> Any:
    found = session.scalar(query)
    if found is None:
        raise OccError(missing)
    return found
