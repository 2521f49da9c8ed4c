"""Everything an administrator can set, from one document, as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.address import read_number
from occ.core.errors import OccError
from occ.core.words import Words, say
from occ.flows import change_profile, save_service, set_up
from occ.flows.change_profile import ProfileChange
from occ.services import editing, widgets
from occ.services.editing import ServiceForm
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users import accounts
from occ.users.models import Role, User


@dataclass(frozen=True)
class WantedUser:
    name: str
    email: str
    password: str
    role: Role
    channels: frozenset[str]
    max_interactions: int


@dataclass(frozen=True)
class Wanted:
    twilio: dict[str, Any]
    users: tuple[WantedUser, ...]
    services: tuple[dict[str, Any], ...]
    widgets: tuple[dict[str, Any], ...]


_KNOWN = {
    "twilio": {"account_sid", "auth_token", "second_token", "whatsapp"},
    "users": {"name", "email", "password", "role", "channels", "max_interactions"},
    "services": {"name", "whatsapp_number", "members"},
    "widgets": {"name", "key", "whatsapp_services", "allowed_origins"},
}


def read(document: dict[str, Any]) -> Wanted:
    """Raises OccError that names a part nobody knows, or a value of the wrong kind."""
    for part, value in document.items():
        if part not in _KNOWN:
            raise OccError(
                say(
                    "%(part)s is not known. Known are: %(known)s.",
                    part=part,
                    known=", ".join(sorted(_KNOWN)),
                )
            )
        for entry in value if isinstance(value, list) else [value]:
            unknown = set(entry) - _KNOWN[part] if isinstance(entry, dict) else {str(entry)}
            if unknown:
                raise OccError(
                    say(
                        "%(names)s is not known in %(part)s. Known are: %(known)s.",
                        names=", ".join(sorted(unknown)),
                        part=part,
                        known=", ".join(sorted(_KNOWN[part])),
                    )
                )
    return Wanted(
        dict(document.get("twilio", {})),
        tuple(_user(entry) for entry in document.get("users", [])),
        tuple(document.get("services", [])),
        tuple(document.get("widgets", [])),
    )


def apply(session: Session, wanted: Wanted, hashes: dict[str, str], now: datetime) -> list[str]:
    """All or nothing; a line for each thing that was changed. Raises OccError."""
    changes: list[str] = []
    if wanted.twilio:
        settings = replace(store.load(session, TwilioSettings), **wanted.twilio)
        if set_up.save(session, None, settings, now):
            changes.append("Twilio account")
    for person in wanted.users:
        if _apply_user(session, person, hashes.get(person.email), now):
            changes.append(f"User {person.email}")
    for entry in wanted.services:
        if _apply_service(session, entry, now):
            changes.append(f"Service {entry['name']}")
    for entry in wanted.widgets:
        if _apply_widget(session, entry, now):
            changes.append(f"Widget {entry['key']}")
    return changes


def _user(entry: dict[str, Any]) -> WantedUser:
    try:
        return WantedUser(
            entry["name"],
            entry["email"].strip().lower(),
            entry.get("password", ""),
            Role(entry.get("role", "agent")),
            frozenset(entry.get("channels", [])),
            int(entry.get("max_interactions", 3)),
        )
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise OccError(
            say("A user in the file can't be read: %(error)s", error=str(error))
        ) from None


def _apply_user(
    session: Session, wanted: WantedUser, password_hash: str | None, now: datetime
) -> bool:
    user = accounts.by_email(session, wanted.email)
    added = user is None
    if user is None:
        user = accounts.add(session, None, wanted.name, wanted.email, wanted.role, now)
    if password_hash:
        accounts.set_password(session, user, password_hash, now)
    renamed, user.name = user.name != wanted.name, wanted.name
    [changed] = change_profile.change(
        session,
        None,
        [user.key],
        ProfileChange(
            chat="chat" in wanted.channels,
            whatsapp="whatsapp" in wanted.channels,
            max_interactions=wanted.max_interactions,
            role=wanted.role,
        ),
        now,
    )
    return added or renamed or bool(password_hash) or changed.before != changed.after


def _apply_service(session: Session, entry: dict[str, Any], now: datetime) -> bool:
    name, number = entry["name"], entry.get("whatsapp_number", "")
    emails = [email.strip().lower() for email in entry.get("members", [])]
    keys = [
        _demand(
            session,
            select(User.key).where(User.email == email),
            say("The file names the user %(name)s, and there is none.", name=email),
        )
        for email in emails
    ]
    form = ServiceForm(name, bool(number), bool(number), number, tuple(keys))
    service = session.scalar(
        select(Service).where(Service.name == name, Service.archived_at.is_(None))
    )
    if service is not None:
        present = editing.facts(session, service)
        users = session.scalars(select(User.name).where(User.key.in_(keys)).order_by(User.name))
        same = {
            "name": name,
            "chat": form.chat,
            "whatsapp": form.whatsapp,
            "whatsapp_number": read_number(number) if number else None,
            "members": list(users),
        }
        if present == same:
            return False
    save_service.save(session, None, service.key if service else None, form, now)
    return True


def _apply_widget(session: Session, entry: dict[str, Any], now: datetime) -> bool:
    services = [
        _demand(
            session,
            select(Service).where(Service.name == name, Service.archived_at.is_(None)),
            say("The file names the service %(name)s, and there is none.", name=name),
        )
        for name in entry.get("whatsapp_services", [])
    ]
    before = widgets.facts(session, entry["key"])
    widgets.save(
        session,
        None,
        entry["key"],
        entry.get("name", entry["key"]),
        services,
        entry.get("allowed_origins", []),
        now,
    )
    return before != widgets.facts(session, entry["key"])


def _demand(session: Session, query: Any, missing: Words) -> Any:
    found = session.scalar(query)
    if found is None:
        raise OccError(missing)
    return found
