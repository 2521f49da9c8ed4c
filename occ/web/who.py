"""Who is behind a request: the user the session cookie names, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import flask_login
from flask import g, request
from flask import session as cookie
from flask_login import AnonymousUserMixin, UserMixin, login_user

from occ.core import clock
from occ.product import product
from occ.users import permissions, sessions
from occ.users.models import Role, Theme, User
from occ.users.permissions import Permission


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    id: int
    key: str
    name: str
    email: str
    role: Role
    language: str
    theme: Theme
    dense: bool
    epoch: int
    session_id: int
    token: str = field(repr=False)

    def get_id(self) -> str:
        """What the cookie holds. Counting the epoch up signs every session of the user's out."""
        return f"{self.epoch}.{self.token}"

    def may(self, permission: Permission) -> bool:
        return permissions.may(self.role, permission)


def load(identity: str) -> SignedIn | None:
    epoch, _, token = identity.partition(".")
    ours, now = product(), clock.now()
    with ours.run.reading() as session:
        found = sessions.owner(session, token)
    if found is None or str(found[0].epoch) != epoch or found[0].role is Role.PROGRAM:
        return None
    user, signed_in = found
    if now - signed_in.seen_at > sessions.NOTED_EVERY:
        ours.run(sessions.seen, signed_in.id, now)
    return SignedIn(
        id=user.id,
        key=user.key,
        name=user.name,
        email=user.email or "",
        role=user.role,
        language=user.language,
        theme=user.theme,
        dense=user.dense,
        epoch=user.epoch,
        session_id=signed_in.id,
        token=token,
    )


def sign_in(user: User) -> None:
    """Begin a session of this browser's; nothing of an earlier one stays."""
    browser = request.headers.get("User-Agent", "")
    token = product().run(sessions.begin, user.id, browser, clock.now())
    cookie.clear()
    cookie.permanent = True
    login_user(load(f"{user.epoch}.{token}"))


def forget() -> None:
    """Nobody is signed in for the rest of this request, and no database is asked who is."""
    g._login_user = AnonymousUserMixin()


def is_signed_in() -> bool:
    return bool(flask_login.current_user.is_authenticated)


def me() -> SignedIn:
    """The signed-in user; only for views that are allowed to somebody."""
    return cast(SignedIn, flask_login.current_user)


def look_again() -> None:
    """After the signed-in user's own row has changed in this request."""
    cookie_user = load(me().get_id())
    if cookie_user:
        login_user(cookie_user)
