"""The services of a file: each by its name, and numbers may change hands within the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.address import read_number
from occ.core.errors import OccError
from occ.core.priority import NAMES
from occ.core.words import say
from occ.flows import apply_hours, apply_texts, save_service, set_queue_rules
from occ.flows.apply_hours import found
from occ.services import desk_rules, editing, queue_rules, retention
from occ.services.desk_rules import DeskRules
from occ.services.editing import ServiceForm
from occ.services.models import Service
from occ.users.models import User

Entry = dict[str, Any]
_AS_THEY_STAND = (
    "overflow_after_minutes",
    "sticky_hours",
    "returns_parked",
    "target_percent",
    "target_seconds",
)


def apply(session: Session, entries: Sequence[Entry], now: datetime) -> list[str]:
    """A line for each that was changed. Raises OccError."""
    _free_numbers(session, entries, now)
    changed = []
    for entry in entries:
        # Both, whether or not the first changed anything.
        if _apply_one(session, entry, now) | apply_hours.apply(session, entry, now):
            changed.append(entry["name"])
    # Once every service of the file is there.
    changed += [entry["name"] for entry in entries if _apply_retention(session, entry, now)]
    for apply_more in (_apply_rules, _apply_desk, apply_texts.apply):
        changed += [entry["name"] for entry in entries if apply_more(session, entry, now)]
    return [f"Service {name}" for name in dict.fromkeys(changed)]


def key_of(session: Session, name: str) -> str:
    """Raises OccError where no service has the name."""
    service = found(session, name)
    if service is None:
        raise OccError(say("The file names the service %(name)s, and there is none.", name=name))
    return str(service.key)


def _free_numbers(session: Session, entries: Sequence[Entry], now: datetime) -> None:
    """What one service gives up and another takes is free first, as a person would do it."""
    wanted = {entry["name"]: _number(entry) for entry in entries if "whatsapp_number" in entry}
    for name, number in wanted.items():
        service = found(session, name)
        present = service.whatsapp_number if service else None
        if service and present and present != number and present in wanted.values():
            form = replace(_form_of(session, service), number="", whatsapp=False)
            save_service.save(session, None, service.key, form, now)


def _apply_one(session: Session, entry: Entry, now: datetime) -> bool:
    service = found(session, entry["name"])
    present = (
        _form_of(session, service) if service else ServiceForm(entry["name"], False, False, "")
    )
    wanted = present
    if "whatsapp_number" in entry:
        number = _number(entry)
        wanted = replace(wanted, number=number, chat=bool(number), whatsapp=bool(number))
    if "members" in entry:
        keys = {_member(session, email.strip().lower()) for email in entry["members"]}
        wanted = replace(wanted, members=tuple(sorted(keys)))
    if service is not None and wanted == present:
        return False
    save_service.save(session, None, service.key if service else None, wanted, now)
    return True


def _apply_rules(session: Session, entry: Entry, now: datetime) -> bool:
    service = editing.by_key(session, key_of(session, entry["name"]))
    present = queue_rules.of(session, service)
    named = {name: entry[name] for name in _AS_THEY_STAND if name in entry}
    if "priority" in entry:
        named["priority"] = NAMES[entry["priority"]]
    if "overflow_to" in entry:
        target = entry["overflow_to"]
        named["overflow_to"] = key_of(session, target) if target else ""
    wanted = replace(present, **named)
    if wanted == present:
        return False
    set_queue_rules.save(session, None, service.key, wanted, now)
    return True


def _apply_desk(session: Session, entry: Entry, now: datetime) -> bool:
    service = editing.by_key(session, key_of(session, entry["name"]))
    present = desk_rules.of(service)
    named = {each.name: entry[each.name] for each in fields(DeskRules) if each.name in entry}
    wanted = replace(present, **named)
    if wanted == present:
        return False
    desk_rules.save(session, None, service.key, wanted, now)
    return True


def _apply_retention(session: Session, entry: Entry, now: datetime) -> bool:
    months = entry.get("retain_months")
    if months is None:
        return False
    return retention.save(session, None, key_of(session, entry["name"]), months, now)


def _number(entry: Entry) -> str:
    typed: str = entry["whatsapp_number"]
    return read_number(typed) or typed


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


def _member(session: Session, email: str) -> str:
    key = session.scalar(select(User.key).where(User.email == email))
    if key is None:
        raise OccError(say("The file names the user %(name)s, and there is none.", name=email))
    return key
