"""Tokens that programs sign in with: made, shown once, counted, revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, or_, select, update
from sqlalchemy.orm import Session

from occ.core import ids
from occ.core.errors import Conflict, Invalid, NotFound
from occ.core.secrets import vault_of
from occ.core.words import Words, say
from occ.users.models import User
from occ.users.scopes import Scope
from occ.users.token_models import Token

PREFIX = "occ_"
"""By which people and secret scanners know one."""
LASTS_DAYS = (30, 90, 365, 730)
LONGEST_NAME = 80
MOST_A_MINUTE = 600
ENDS_SOON = timedelta(days=14)
IN_USE = timedelta(days=3)
_MINUTE = timedelta(minutes=1)
_PURPOSE = "tokens"


@dataclass(frozen=True)
class TokenForm:
    """`services` are keys; none opens all."""

    name: str
    scopes: tuple[str, ...]
    lasts_days: int
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Caller:
    """The program behind a call, and what its token allows."""

    token_id: int
    user_id: int
    user_key: str
    scopes: frozenset[str]
    services: frozenset[str]
    expires_at: datetime


@dataclass(frozen=True)
class Counted:
    """A call's place in its minute: how many are left, or None where it was one too many."""

    left: int | None
    ends_at: datetime


def make(
    session: Session, user_id: int, form: TokenForm, actor_id: int | None, now: datetime
) -> tuple[Token, str]:
    """A new token and the secret, which is kept nowhere. Raises Invalid.

    The secret is 256 random bits, so a fast digest is as safe as a slow one: there is nothing
    to guess, and every call has to be answered. It is keyed with this installation's key: a copied
    database opens no door (C9).
    """
    errors: dict[str, Words] = {}
    name = " ".join(form.name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        errors["name"] = say("Enter a name of 1 to %(most)s characters.", most=LONGEST_NAME)
    if not form.scopes or not set(form.scopes) <= set(Scope):
        errors["scopes"] = say("Choose at least one thing that the token may do.")
    if form.lasts_days not in LASTS_DAYS:
        errors["lasts_days"] = say("Choose one of the list.")
    if errors:
        raise Invalid(errors)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        key=ids.new("tok"),
        user_id=user_id,
        name=name,
        digest=_digests(session, secret)[0],
        ends_in=secret[-4:],
        scopes=[scope for scope in Scope if scope in form.scopes],
        services=sorted(form.services),
        created_at=now,
        created_by_id=actor_id,
        expires_at=now + timedelta(days=form.lasts_days),
    )
    session.add(token)
    session.flush()
    return token, secret


def owner(session: Session, secret: str, now: datetime) -> Caller | None:
    """Whom the secret lets in; None for one that is unknown, over or revoked."""
    row = session.execute(
        select(Token.id, User.id, User.key, Token.scopes, Token.services, Token.expires_at)
        .join(User, User.id == Token.user_id)
        .where(
            Token.digest.in_(_digests(session, secret)),
            Token.revoked_at.is_(None),
            Token.expires_at > now,
            User.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    token_id, user_id, user_key, scopes, services, expires_at = row
    return Caller(token_id, user_id, user_key, frozenset(scopes), frozenset(services), expires_at)


def count(connection: Connection, token_id: int, now: datetime) -> Counted:
    """Count one call, at most so many a minute. By `run.plainly`: no screen hears of it."""
    over = or_(Token.window_ends_at.is_(None), Token.window_ends_at <= now)
    stale = or_(Token.last_used_at.is_(None), Token.last_used_at <= now - _MINUTE)
    taken = connection.execute(
        update(Token)
        .where(Token.id == token_id, or_(over, Token.window_calls < MOST_A_MINUTE))
        .values(
            window_calls=case((over, 1), else_=Token.window_calls + 1),
            window_ends_at=case((over, now + _MINUTE), else_=Token.window_ends_at),
            last_used_at=case((stale, now), else_=Token.last_used_at),
        )
        .returning(Token.window_calls, Token.window_ends_at)
    ).one_or_none()
    if taken is not None:
        return Counted(MOST_A_MINUTE - taken[0], taken[1] or now)
    query = select(Token.window_ends_at).where(Token.id == token_id)
    return Counted(None, connection.execute(query).scalar_one() or now)


def of(session: Session, user_id: int) -> Sequence[Token]:
    """The newest first."""
    mine = select(Token).where(Token.user_id == user_id)
    return session.scalars(mine.order_by(Token.id.desc())).all()


def of_all(session: Session, now: datetime) -> dict[int, list[Token]]:
    """Those that still open, by program."""
    found: dict[int, list[Token]] = {}
    in_force = select(Token).where(Token.revoked_at.is_(None), Token.expires_at > now)
    for token in session.scalars(in_force):
        found.setdefault(token.user_id, []).append(token)
    return found


def ending(session: Session, now: datetime) -> Sequence[str]:
    """The programs whose token in use ends soon: they would be shut out of a sudden."""
    query = (
        select(User.name)
        .join(Token, Token.user_id == User.id)
        .where(
            Token.revoked_at.is_(None),
            Token.expires_at.between(now, now + ENDS_SOON),
            Token.last_used_at > now - IN_USE,
            User.disabled_at.is_(None),
        )
        .distinct()
        .order_by(User.name)
    )
    return session.scalars(query).all()


def revoke(session: Session, user_id: int, key: str, now: datetime) -> Token:
    """Raises NotFound, Conflict."""
    token = session.scalar(select(Token).where(Token.user_id == user_id, Token.key == key))
    if token is None:
        raise NotFound(say("The program has no such token."))
    revoked = session.execute(
        update(Token)
        .where(Token.id == token.id, Token.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    if revoked.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(say("Somebody did this a moment ago."))
    return token


def _digests(session: Session, secret: str) -> list[str]:
    """By the newest key first: a token outlives a change of keys."""
    return [
        hashlib.blake2b(secret.encode(), key=key.encode(), digest_size=32).hexdigest()
        for key in vault_of(session).derive_all(_PURPOSE)
    ]
