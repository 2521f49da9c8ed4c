"""Find contractors, and tell how many contacts each has and how many may be written to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from occ.contacts import words
from occ.contacts.models import Contact, Contractor, ContractorWord
from occ.contacts.number_models import PhoneNumber
from occ.core.plain_words import plain

COUNTED = 1_000
"""A line counts no further."""


def page(session: Session, sought: str, before: int | None, most: int) -> Sequence[Contractor]:
    """Those whose name or code has words that begin so, the newest first."""
    query = select(Contractor).order_by(Contractor.id.desc()).limit(most)
    for word in words.of(sought):
        found = aliased(ContractorWord)
        fits = select(found.contractor_id).where(words.begins(found.word, word))
        query = query.where(Contractor.id.in_(fits))
    if before is not None:
        query = query.where(Contractor.id < before)
    return session.scalars(query).all()


def names(session: Session, contractor_ids: Collection[int]) -> dict[int, Contractor]:
    query = select(Contractor).where(Contractor.id.in_(contractor_ids))
    return {each.id: each for each in session.scalars(query)}


def by_keys(session: Session, keys: Collection[str]) -> Sequence[Contractor]:
    return session.scalars(
        select(Contractor).where(Contractor.key.in_(keys)).order_by(Contractor.id)
    ).all()


def called(session: Session, typed: str) -> Sequence[Contractor]:
    """Those of this code, or else of exactly this name, in any letter case."""
    by_code = session.scalars(select(Contractor).where(Contractor.code == typed)).all()
    if by_code:
        return by_code
    wanted = plain(typed)
    return [each for each in page(session, typed, None, COUNTED) if plain(each.name) == wanted]


def sizes(session: Session, contractor_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of each: how many contacts it has, and how many numbers of theirs agreed to SMS.

    Each is counted up to `COUNTED` and one.
    """
    return {each: (_contacts(session, each), _agreed(session, each)) for each in contractor_ids}


def _contacts(session: Session, contractor_id: int) -> int:
    some = select(Contact.id).where(Contact.contractor_id == contractor_id).limit(COUNTED + 1)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _agreed(session: Session, contractor_id: int) -> int:
    some = (
        select(PhoneNumber.id)
        .join(Contact, Contact.id == PhoneNumber.contact_id)
        .where(Contact.contractor_id == contractor_id, PhoneNumber.sms_consent.is_(True))
        .limit(COUNTED + 1)
    )
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0
