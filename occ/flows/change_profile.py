"""An administrator or a supervisor sets agents' profiles (A3); what can be taken now is offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import Invalid
from occ.core.locks import lock_row
from occ.core.words import Words, say
from occ.journal import entries as journal
from occ.routing import queue, tell
from occ.users import administrators, spans
from occ.users.models import MAX_INTERACTIONS, Role, User

_OWN_ROLE = say("You can't take your own administrator role away.")


@dataclass(frozen=True)
class ProfileChange:
    """What to set; None leaves as is. One change for one user or for many."""

    chat: bool | None = None
    whatsapp: bool | None = None
    max_interactions: int | None = None
    auto_accept: bool | None = None
    role: Role | None = None


@dataclass(frozen=True)
class Changed:
    """One user's profile before and after, for the page that shows it."""

    key: str
    name: str
    before: dict[str, object]
    after: dict[str, object]


def change(
    session: Session,
    actor_id: int | None,
    keys: Sequence[str],
    wanted: ProfileChange,
    now: datetime,
) -> list[Changed]:
    """All of them or none. Switching Chat off switches WhatsApp off with it.

    A limit below the present load takes nothing away: nothing new comes until the load is under it.
    Raises Invalid.
    """
    most = wanted.max_interactions
    if most is not None and most not in MAX_INTERACTIONS:
        raise Invalid(
            {
                "max_interactions": say(
                    "Max interactions is a whole number from %(least)s to %(most)s.",
                    least=MAX_INTERACTIONS.start,
                    most=MAX_INTERACTIONS.stop - 1,
                )
            }
        )
    ids = session.scalars(select(User.id).where(User.key.in_(keys)).order_by(User.id)).all()
    if wanted.role is Role.PROGRAM:
        raise Invalid({"role": say("Nobody becomes a program: add one under Users.")})
    if wanted.role and wanted.role is not Role.ADMINISTRATOR:
        if why := administrators.why_kept(session, ids):
            raise Invalid({"role": _OWN_ROLE if actor_id in ids else why})
    changes = [_one(session, actor_id, user_id, wanted, now) for user_id in ids]
    if not changes:
        raise Invalid({"users": say("Choose at least one user.")})
    queue.touch_all(session)
    return changes


def _one(
    session: Session, actor_id: int | None, user_id: int, wanted: ProfileChange, now: datetime
) -> Changed:
    user: User = lock_row(session, select(User).where(User.id == user_id))
    before = facts(user)
    errors: dict[str, Words] = {}
    if user.role is Role.PROGRAM:
        raise Invalid({"users": say("%(name)s is a program: it takes no work.", name=user.name)})
    chat = user.chat if wanted.chat is None else wanted.chat
    whatsapp = user.whatsapp if wanted.whatsapp is None else wanted.whatsapp
    if wanted.whatsapp and not chat:
        errors["whatsapp"] = say(
            "WhatsApp needs Chat: switch Chat on for %(name)s first.", name=user.name
        )
    if wanted.role and wanted.role is not Role.ADMINISTRATOR and user.id == actor_id:
        if user.role is Role.ADMINISTRATOR:
            errors["role"] = _OWN_ROLE
    if errors:
        raise Invalid(errors)
    user.chat, user.whatsapp = chat, chat and whatsapp
    if wanted.max_interactions is not None:
        user.max_interactions = wanted.max_interactions
    if wanted.auto_accept is not None:
        user.auto_accept = wanted.auto_accept
    if wanted.role is not None:
        user.role = wanted.role
    session.flush()
    after = facts(user)
    if after != before:
        journal.write(
            session,
            actor_id,
            "profile_changed",
            journal.Subject("user", user.key),
            now,
            before=before,
            after=after,
        )
        spans.note(session, user.id, now)
        tell.user_changed(session, user.id)
        tell.audience_changed(session, user.id)
    return Changed(user.key, user.name, before, after)


def rename(session: Session, actor_id: int | None, user: User, name: str, now: datetime) -> bool:
    """True where the name was another; `name` as `accounts.check` gives it."""
    before, user.name = user.name, name
    if before == name:
        return False
    session.flush()
    subject = journal.Subject("user", user.key)
    changed = {"before": {"name": before}, "after": {"name": name}}
    journal.write(session, actor_id, "profile_changed", subject, now, **changed)
    tell.user_changed(session, user.id)
    return True


def facts(user: User) -> dict[str, object]:
    return {
        "role": user.role.value,
        "chat": user.chat,
        "whatsapp": user.whatsapp,
        "max_interactions": user.max_interactions,
        "auto_accept": user.auto_accept,
    }
