"""Add and find the people who sign in."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occ.core import ids
from occ.core.db import insert
from occ.core.errors import Conflict, Invalid, NotFound
from occ.core.words import Words, say
from occ.journal import entries as journal
from occ.journal.entries import Subject
from occ.users.models import BrowserSession, Role, User

LONGEST_NAME = 80
LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[^@\s]+@localhost")


def check(name: str, email: str) -> tuple[str, str]:
    """Name and e-mail as they are kept. Raises Invalid."""
    errors: dict[str, Words] = {}
    name, email = " ".join(name.split()), email.strip().lower()
    if wrong := _about_name(name):
        errors["name"] = wrong
    if not _EMAIL.fullmatch(email) or len(email) > LONGEST_EMAIL:
        errors["email"] = say("Enter an e-mail address, such as ana@example.com.")
    if errors:
        raise Invalid(errors)
    return name, email


def _about_name(name: str) -> Words | None:
    if 1 <= len(name) <= LONGEST_NAME:
        return None
    return say("Enter a name of 1 to %(most)s characters.", most=LONGEST_NAME)


def add(
    session: Session, actor_id: int | None, name: str, email: str, role: Role, now: datetime
) -> User:
    """Raises Invalid, or Conflict where the e-mail signs in somebody already."""
    name, email = check(name, email)
    user = _insert(session, name, email, role, now)
    if user is None:
        raise Conflict(
            say(
                "%(email)s signs in somebody already. Each user has an address of their own.",
                email=email,
            ),
            "email_taken",
        )
    added = {"name": name, "email": email, "role": role.value}
    journal.write(session, actor_id, "user_added", Subject("user", user.key), now, after=added)
    return user


def add_program(session: Session, actor_id: int | None, name: str, now: datetime) -> User:
    """A user that signs in by token alone (D1). Raises Invalid."""
    name = " ".join(name.split())
    if wrong := _about_name(name):
        raise Invalid({"name": wrong})
    user = _insert(session, name, None, Role.PROGRAM, now)
    assert user is not None
    added = {"name": name, "role": Role.PROGRAM.value}
    journal.write(session, actor_id, "user_added", Subject("user", user.key), now, after=added)
    return user


def _insert(
    session: Session, name: str, email: str | None, role: Role, now: datetime
) -> User | None:
    """None where the e-mail is somebody's."""
    user_id = session.execute(
        insert(session, User.__table__)
        .values(
            key=ids.new("usr"),
            name=name,
            email=email,
            role=role,
            language="en",
            epoch=1,
            created_at=now,
            chat=False,
            whatsapp=False,
            max_interactions=3,
            auto_accept=False,
            presence="available",
            missed_in_row=0,
            seats_taken=0,
        )
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(User.id)
    ).scalar_one_or_none()
    return None if user_id is None else session.get_one(User, user_id)


def by_email(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def by_key(session: Session, key: str) -> User:
    """Raises NotFound."""
    user = session.scalar(select(User).where(User.key == key))
    if user is None:
        raise NotFound(say("There is no such user."))
    return user


def set_password(
    session: Session, actor_id: int | None, user: User, password_hash: str, now: datetime
) -> None:
    """Signs out every other session of the user's."""
    user.password_hash = password_hash
    end_sessions(session, user)
    journal.write(session, actor_id, "password_set", Subject("user", user.key), now)


def end_sessions(session: Session, user: User) -> None:
    """Of every browser; also cookies that were signed before there were rows for them."""
    user.epoch += 1
    session.execute(delete(BrowserSession).where(BrowserSession.user_id == user.id))
