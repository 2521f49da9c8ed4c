"""Argon2id hashes. Slow by design: call these through core/blocking.py, outside a transaction."""

from __future__ import annotations

from functools import cache

import argon2

SHORTEST_PASSWORD = 10
_hasher = argon2.PasswordHasher()


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_password(password_hash: str | None, password: str) -> bool:
    try:
        _hasher.verify(password_hash or _nobody(), password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobody() -> str:
    """Checked against when the e-mail is unknown, so that the answer takes as long.

    Made when it is first asked for: it is slow, and most commands check no password.
    """
    return _hasher.hash("nobody")
