"""Who is behind a request: the user the session cookie names, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import flask_login
from flask import g
from flask import session as cookie
from flask_login import AnonymousUserMixin, UserMixin, login_user
from sqlalchemy import select

from occ.product import product
from occ.users import permissions
from occ.users.models import Role, User
from occ.users.permissions import Permission


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    id: int
    key: str
    name: str
    email: str
    role: Role
    language: str
    epoch: int

    def get_id(self) -> str:
        """What the cookie holds. Counting the epoch up signs every session of the user's out."""
        return f"{self.key}.{self.epoch}"

    def may(self, permission: Permission) -> bool:
        return permissions.may(self.role, permission)


def seen(user: User) -> SignedIn:
    return SignedIn(user.id, user.key, user.name, user.email, user.role, user.language, user.epoch)


def load(identity: str) -> SignedIn | None:
    key, _, epoch = identity.partition(".")
    with product().run.reading() as session:
        user = session.scalar(select(User).where(User.key == key, User.disabled_at.is_(None)))
        return seen(user) if user and str(user.epoch) == epoch else None


def sign_in(user: User) -> None:
    """Begin a session of this browser's; nothing of an earlier one stays."""
    cookie.clear()
    cookie.permanent = True
    login_user(seen(user))


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
