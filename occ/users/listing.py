"""Reads for the pages of users."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.users.models import Role, User


def found(session: Session, words: str = "", *, programs: bool = False) -> Sequence[User]:
    """People, or programs, whose name or e-mail holds `words` in any letter case.

    The disabled ones last.
    """
    is_program = User.role == Role.PROGRAM
    query = (
        select(User)
        .where(is_program if programs else ~is_program)
        .order_by(User.disabled_at.is_not(None), func.lower(User.name), User.id)
    )
    # Here, since SQLite knows the small letters of English alone.
    sought = words.strip().casefold()
    everybody = session.scalars(query).all()
    return [user for user in everybody if sought in f"{user.name}\n{user.email or ''}".casefold()]


def enabled(session: Session) -> Sequence[User]:
    query = select(User).where(User.disabled_at.is_(None), User.role != Role.PROGRAM)
    query = query.order_by(func.lower(User.name), User.id)
    return session.scalars(query).all()


def names(session: Session, user_ids: Collection[int]) -> dict[int, str]:
    rows = session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {user_id: name for user_id, name in rows}
