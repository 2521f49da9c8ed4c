"""What a role may do: the one table."""

from __future__ import annotations

from enum import StrEnum

from occ.core.errors import NotAllowed
from occ.core.words import say
from occ.users.models import Role


class Permission(StrEnum):
    CONVERSE = "converse"
    """Answer the conversations that are one's own, and take what waits."""
    SEE_CONTACTS = "see_contacts"
    """Find contacts, change what is known of one, record consent (C3)."""
    KEEP_CONTACTS = "keep_contacts"
    """Contractors, import, segments, the do-not-write list; what many contacts are picked by."""
    OVERSEE = "oversee"
    """See every conversation of every service, hand over, close."""
    SEE_USERS = "see_users"
    SET_PROFILES = "set_profiles"
    """Channels and max interactions of others (A3)."""
    ADMINISTER = "administer"
    """Settings, services, widgets, users and their roles."""


_EVERYONE = {Permission.CONVERSE, Permission.SEE_CONTACTS}
_SUPERVISOR = _EVERYONE | {
    Permission.KEEP_CONTACTS,
    Permission.OVERSEE,
    Permission.SEE_USERS,
    Permission.SET_PROFILES,
}
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset(_EVERYONE),
    Role.SUPERVISOR: frozenset(_SUPERVISOR),
    Role.ADMINISTRATOR: frozenset(_SUPERVISOR | {Permission.ADMINISTER}),
    # What a program may is said by its token's scopes.
    Role.PROGRAM: frozenset(),
}


def may(role: Role, permission: Permission) -> bool:
    return permission in ALLOWED[role]


def demand(role: Role, permission: Permission) -> None:
    """Raises NotAllowed."""
    if not may(role, permission):
        raise NotAllowed(say("Your role does not allow this. Ask an administrator."))
