"""Load and save a page of settings.

A page is a frozen dataclass with a `PAGE` name and a default for every field; a field made by
`secret()` is sealed on its way in and opened on its way out.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict, field, fields
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from occ.core.db import insert, plain
from occ.core.secrets import SealedElsewhere, vault_of
from occ.settings.models import SettingsPage


class Page(Protocol):
    PAGE: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


P = TypeVar("P", bound=Page)
Q = TypeVar("Q", bound=Page)
log = logging.getLogger(__name__)


def secret() -> Any:
    return field(default="", repr=False, metadata={"secret": True})


def load(session: Session, page: type[P]) -> P:
    """The page as saved, with defaults for what is new.

    A secret sealed on another installation reads as empty; a value of another kind than the field
    is, which only a hand in the database can have put there, as the default.
    """
    connection, _ = plain(session)
    stored = connection.execute(_STORED, {"page": page.PAGE}).scalar_one_or_none() or {}
    return _read(session, page, stored)


_STORED = select(SettingsPage.values).where(SettingsPage.page == bindparam("page"))


def load_both(session: Session, first: type[P], second: type[Q]) -> tuple[P, Q]:
    """Two pages by one question."""
    named = SettingsPage.page.in_([first.PAGE, second.PAGE])
    rows = session.execute(select(SettingsPage.page, SettingsPage.values).where(named))
    stored = {page: values for page, values in rows}
    return (
        _read(session, first, stored.get(first.PAGE, {})),
        _read(session, second, stored.get(second.PAGE, {})),
    )


def _read(session: Session, page: type[P], stored: Mapping[str, Any]) -> P:
    values: dict[str, Any] = {}
    for each in fields(page):
        if each.name not in stored:
            continue
        value = stored[each.name]
        if not _is_of_a_kind(value, each.default):
            log.warning("settings: %s.%s holds no %s", page.PAGE, each.name, each.type)
            continue
        if each.metadata.get("secret") and value:
            try:
                value = vault_of(session).open(value)
            except SealedElsewhere:
                value = ""
        values[each.name] = value
    return page(**values)


def _is_of_a_kind(value: object, default: object) -> bool:
    """A number is no switch here, though Python says so of a bool."""
    return type(value) is type(default)


def sealed(session: Session, page: type[P]) -> dict[str, str]:
    """The fields that hold a secret, as sealed, whoever may open it."""
    stored = session.scalar(select(SettingsPage.values).where(SettingsPage.page == page.PAGE)) or {}
    secrets = [each.name for each in fields(page) if each.metadata.get("secret")]
    found = {name: stored.get(name) for name in secrets}
    return {name: value for name, value in found.items() if value and isinstance(value, str)}


def sealed_elsewhere(session: Session, page: type[P]) -> list[str]:
    """The fields whose secrets another installation sealed: they must be entered again (C9)."""
    lost = []
    for name, value in sealed(session, page).items():
        try:
            vault_of(session).open(value)
        except SealedElsewhere:
            lost.append(name)
    return lost


def save(session: Session, settings: Page, now: datetime) -> None:
    values = asdict(settings)
    for each in fields(type(settings)):
        if each.metadata.get("secret") and values[each.name]:
            values[each.name] = vault_of(session).seal(values[each.name])
    statement = insert(session, SettingsPage.__table__).values(
        page=type(settings).PAGE, values=values, saved_at=now
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["page"], set_={"values": values, "saved_at": now}
        )
    )
