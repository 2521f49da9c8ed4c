"""Tags of contacts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from occ.contacts.models import ContactTag, Tag
from occ.core.db import insert

LONGEST_TAG = 40
MOST_TAGS = 20


def read(typed: str) -> list[str]:
    """`vip, Poznań` as names: in order, each once."""
    names = (" ".join(part.split())[:LONGEST_TAG] for part in typed.replace("،", ",").split(","))
    return list(dict.fromkeys(name for name in names if name))[:MOST_TAGS]


def rows(session: Session, names: Collection[str]) -> dict[str, int]:
    """Their ids; those that are new are added. A tag is the same in any letter case."""
    known = _known(session, names)
    new = {name for name in names if name.casefold() not in known}
    if new:
        session.execute(
            insert(session, Tag.__table__).on_conflict_do_nothing(),
            [{"name": name} for name in sorted(new)],
        )
        known = _known(session, names)
    return {name: known[name.casefold()] for name in names}


def put(session: Session, contact_id: int, names: Collection[str]) -> None:
    """Exactly these."""
    wanted = set(rows(session, names).values()) if names else set()
    session.execute(
        delete(ContactTag).where(
            ContactTag.contact_id == contact_id, ContactTag.tag_id.not_in(wanted)
        )
    )
    attach(session, [(tag, contact_id) for tag in wanted])


def attach(session: Session, pairs: Collection[tuple[int, int]]) -> None:
    """Tags (ids) to contacts (ids), besides those they have."""
    if pairs:
        session.execute(
            insert(session, ContactTag.__table__).on_conflict_do_nothing(),
            [{"tag_id": tag, "contact_id": contact} for tag, contact in sorted(pairs)],
        )


def of(session: Session, contact_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = (
        select(ContactTag.contact_id, Tag.name)
        .join(Tag, Tag.id == ContactTag.tag_id)
        .where(ContactTag.contact_id.in_(contact_ids))
        .order_by(func.lower(Tag.name))
    )
    for contact_id, name in session.execute(query):
        found.setdefault(contact_id, []).append(name)
    return found


def ids_of(session: Session, contact_id: int) -> Sequence[int]:
    query = select(ContactTag.tag_id).where(ContactTag.contact_id == contact_id)
    return session.scalars(query).all()


def all_of_them(session: Session) -> Sequence[Tag]:
    return session.scalars(select(Tag).order_by(func.lower(Tag.name))).all()


def _known(session: Session, names: Collection[str]) -> dict[str, int]:
    """By name in small letters. Every tag is looked at: there are as many as people invent."""
    sought = {name.casefold() for name in names}
    return {
        folded: tag_id
        for tag_id, name in session.execute(select(Tag.id, Tag.name))
        if (folded := name.casefold()) in sought
    }
