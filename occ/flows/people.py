"""People are added, choose their password, sign in and are disabled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from occ.core.errors import Conflict, NotAllowed, NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.flows import end_credentials
from occ.flows.presence import hand_back
from occ.journal import entries as journal
from occ.routing import queue, tell
from occ.routing.models import Ending
from occ.users import accounts, administrators, links, sessions, spans, tries
from occ.users.models import Role, User


def invite(
    session: Session, actor_id: int | None, name: str, email: str, role: Role, now: datetime
) -> tuple[User, str]:
    """Add a user; the one-time token with which they choose their password.

    Raises Invalid, Conflict.
    """
    user = accounts.add(session, actor_id, name, email, role, now)
    return user, links.make(session, user.id, now)


def new_link(session: Session, actor_id: int | None, email: str, now: datetime) -> tuple[User, str]:
    """A fresh one-time token for somebody who can't sign in. Raises NotFound."""
    user = accounts.by_email(session, email)
    if user is None or user.disabled_at:
        raise NotFound(say("Nobody signs in with %(email)s.", email=email))
    journal.write(session, actor_id, "password_link_made", journal.Subject("user", user.key), now)
    return user, links.make(session, user.id, now)


def choose_password(
    session: Session, token: str, password_hash: str, language: str, now: datetime
) -> User:
    """The first time, the user also keeps the language of the page where it was chosen.

    Raises NotFound for a link that is used or over.
    """
    owner = links.owner(session, token, now)
    user: User = lock_row(session, select(User).where(User.id == owner.id))
    end_credentials.used(session, user.id, now)
    links.use(session, token, now)
    if user.password_hash is None:
        user.language = language
    accounts.set_password(session, user.id, user, password_hash, now)
    tell.signed_out(session, user.id)
    return user


def first_administrator(
    session: Session, name: str, email: str, password_hash: str, language: str, now: datetime
) -> User:
    """The page that makes them exists once. Raises Invalid, NotFound."""
    if session.get_bind().dialect.name == "postgresql":
        # Two who press at the same instant make one.
        session.execute(text("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"))
    if administrators.was_made(session):
        raise NotFound(say("There is an administrator already. Sign in."))
    user = accounts.add(session, None, name, email, Role.ADMINISTRATOR, now)
    user.language = language
    accounts.set_password(session, user.id, user, password_hash, now)
    return user


def count_try(session: Session, email: str, network_address: str, now: datetime) -> None:
    """Before a password is looked at. Raises TooMany."""
    limits = {
        f"email:{email.strip().lower()}": tries.MOST_PER_EMAIL,
        f"from:{network_address}": tries.MOST_PER_ADDRESS,
    }
    tries.demand(session, limits, now)


def signed_in(session: Session, user_id: int, network_address: str, now: datetime) -> None:
    """A right password was no try: a whole office may sign in from one address."""
    user = session.get_one(User, user_id)
    tries.clear(session, f"email:{user.email}")
    tries.give_back(session, f"from:{network_address}")
    journal.write(session, user_id, "signed_in", journal.Subject("user", user.key), now)


def sign_out(session: Session, user_id: int, session_ids: Sequence[int], now: datetime) -> None:
    """End sessions of the user's, with their connections in whatever process they are."""
    user: User = lock_row(session, select(User).where(User.id == user_id))
    sessions.end(session, session_ids)
    journal.write(session, user_id, "signed_out", journal.Subject("user", user.key), now)
    tell.signed_out(session, user_id, session_ids)


def sign_out_others(session: Session, user_id: int, kept_id: int, now: datetime) -> int:
    """End every session of the user's but one; how many there were."""
    others = [each.id for each in sessions.of(session, user_id) if each.id != kept_id]
    if others:
        sign_out(session, user_id, others, now)
    return len(others)


def set_disabled(session: Session, actor_id: int, key: str, disabled: bool, now: datetime) -> User:
    """Shut a user out, with their work back in the queue, or let them in again.

    Raises NotFound, NotAllowed, Conflict.
    """
    found = accounts.by_key(session, key)
    if found.id == actor_id:
        raise NotAllowed(say("You can't disable yourself."))
    if disabled:
        hand_back(session, found.id, Ending.LEFT, now)
        if why := administrators.why_kept(session, [found.id]):
            raise Conflict(why, "last_administrator")
    user: User = lock_row(session, select(User).where(User.id == found.id))
    if bool(user.disabled_at) == disabled:
        raise Conflict(say("Somebody did this a moment ago."))
    user.disabled_at = now if disabled else None
    accounts.end_sessions(session, user)
    if disabled:
        end_credentials.end_all_of(session, user.id, now)
    journal.write(
        session,
        actor_id,
        "user_disabled" if disabled else "user_enabled",
        journal.Subject("user", user.key),
        now,
    )
    spans.note(session, user.id, now)
    tell.signed_out(session, user.id)
    queue.touch_all(session)
    return user


def by_id(session: Session, user_id: int) -> User | None:
    return session.scalar(select(User).where(User.id == user_id))
