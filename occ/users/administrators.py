"""One who can set everything up is always left; the way in for the first one opens once."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from occ.core.locks import locked
from occ.core.words import Words, say
from occ.users.models import Role, User


def was_made(session: Session) -> bool:
    """Whether there ever was one: who is disabled counts, or the whole internet could be next."""
    return bool(session.scalar(select(exists().where(User.role == Role.ADMINISTRATOR))))


def why_kept(session: Session, leaving: Collection[int]) -> Words | None:
    """Why the users of these ids can't stop being administrators who may sign in; None: they can.

    Locks them and every administrator in id order, so that of two who demote each other the second
    sees what the first did.
    """
    found = session.scalars(
        locked(
            select(User)
            .where(or_(User.role == Role.ADMINISTRATOR, User.id.in_(leaving)))
            .order_by(User.id)
        ).execution_options(populate_existing=True)
    ).all()
    administrators = [user for user in found if user.role is Role.ADMINISTRATOR]
    stays = any(user.id not in leaving and not user.disabled_at for user in administrators)
    last = next((user for user in administrators if user.id in leaving), None)
    if stays or last is None:
        return None
    return say(
        "%(name)s is the last administrator. Make somebody else an administrator first.",
        name=last.name,
    )
