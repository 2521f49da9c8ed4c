"""Find or add the row of a number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from occ.contacts import erased_numbers
from occ.contacts.number_models import DoNotWrite, Origin, PhoneNumber
from occ.core import ids
from occ.core.address import country_of
from occ.core.db import insert, plain
from occ.core.errors import NotFound
from occ.core.locks import locked
from occ.core.words import say

SLICE = 500
"""How many numbers one statement names: SQLite takes some thousands of values, no more."""


def slices(phones: Collection[str]) -> Iterator[list[str]]:
    left = iter(sorted(set(phones)))
    while part := list(islice(left, SLICE)):
        yield part


def rows(session: Session, phones: Collection[str], now: datetime) -> dict[str, int]:
    """The ids of the numbers (E.164), which are added where they are new.

    That of somebody who was erased is added as one that no campaign is sent to.
    """
    found: dict[str, int] = {}
    for part in slices(phones):
        known = _known(session, part)
        new = [_new(phone, now) for phone in part if phone not in known]
        if new:
            added = _added(session, new)
            _hold(session, [added[each] for each in erased_numbers.among(session, added)], now)
            known |= added
        missing = [phone for phone in part if phone not in known]
        if missing:
            # Somebody added them between the two statements.
            known |= _known(session, missing)
        found |= known
    return found


def lock(session: Session, number_ids: Collection[int]) -> None:
    """In the order of their ids, as everywhere: what is said of a number is said one at a time."""
    session.execute(
        locked(
            select(PhoneNumber.id).where(PhoneNumber.id.in_(number_ids)).order_by(PhoneNumber.id)
        )
    )


def by_key(session: Session, key: str) -> PhoneNumber:
    """Raises NotFound, also for a number that was erased."""
    query = select(PhoneNumber).where(PhoneNumber.key == key, PhoneNumber.phone.is_not(None))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound(say("There is no such number."))
    return found


def key_of(session: Session, number_id: int) -> str:
    return session.scalars(select(PhoneNumber.key).where(PhoneNumber.id == number_id)).one()


def of(session: Session, contact_id: int) -> Sequence[PhoneNumber]:
    query = select(PhoneNumber).where(PhoneNumber.contact_id == contact_id)
    return session.scalars(query.order_by(PhoneNumber.id)).all()


def contact_of(session: Session, phone: str | None) -> int | None:
    """The contact (id) a number belongs to; None where it is nobody's, or unknown."""
    return session.scalar(select(PhoneNumber.contact_id).where(PhoneNumber.phone == phone))


def owner(session: Session, phone: str, contact_id: int, now: datetime) -> int:
    """Give the number to the contact (id) unless it has one: the one it belongs to then."""
    [number_id] = rows(session, [phone], now).values()
    session.execute(
        update(PhoneNumber)
        .where(PhoneNumber.id == number_id, PhoneNumber.contact_id.is_(None))
        .values(contact_id=contact_id)
        .execution_options(synchronize_session=False)
    )
    owned_by = session.scalar(select(PhoneNumber.contact_id).where(PhoneNumber.id == number_id))
    return owned_by if owned_by is not None else contact_id


def belong(session: Session, owners: Mapping[int, int]) -> None:
    """Give numbers (ids) to contacts (ids)."""
    keep(session, PhoneNumber.contact_id, owners)


def keep(session: Session, column: Any, values: Mapping[int, Any]) -> None:
    """Set a column of numbers (ids), each its own value."""
    rows = [{"number": number, "value": values[number]} for number in sorted(values)]
    if rows:
        table = PhoneNumber.__table__
        statement = update(table).where(table.c.id == bindparam("number"))  # type: ignore[arg-type]
        connection, _ = plain(session)
        connection.execute(statement.values({column.key: bindparam("value")}), rows)


def disown(session: Session, contact_id: int) -> None:
    session.execute(
        update(PhoneNumber)
        .where(PhoneNumber.contact_id == contact_id)
        .values(contact_id=None)
        .execution_options(synchronize_session=False)
    )


def _known(session: Session, part: list[str]) -> dict[str, int]:
    query = select(PhoneNumber.phone, PhoneNumber.id).where(PhoneNumber.phone.in_(part))
    return {str(phone): number_id for phone, number_id in session.execute(query)}


def _added(session: Session, new: Sequence[Mapping[str, object]]) -> dict[str, int]:
    """The ids of those that nobody else has added."""
    statement = insert(session, PhoneNumber.__table__).on_conflict_do_nothing()
    returned = session.execute(statement.returning(PhoneNumber.phone, PhoneNumber.id), new)
    return {str(phone): number_id for phone, number_id in returned}


def _hold(session: Session, number_ids: Collection[int], now: datetime) -> None:
    rows = [
        {"number_id": each, "origin": Origin.ERASED, "reason": "", "since": now}
        for each in sorted(number_ids)
    ]
    if rows:
        session.execute(insert(session, DoNotWrite.__table__), rows)


def _new(phone: str, now: datetime) -> dict[str, object]:
    return {"key": ids.new("num"), "phone": phone, "country": country_of(phone), "added_at": now}
