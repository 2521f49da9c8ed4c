"""Canned replies: texts that are written once and sent often, found by their shortcuts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.core import ids
from occ.core.errors import Conflict, Invalid, NotFound
from occ.core.locks import lock_row
from occ.core.types import Base, only_where
from occ.core.words import Words, say
from occ.messaging import merge_fields, texts

FIRST_NAME, NAME, AGENT, SERVICE, NUMBER = VARIABLES = (
    "first_name",
    "name",
    "agent",
    "service",
    "number",
)
LONGEST_SHORTCUT = 40
MOST_TOLD = 500
_SHORTCUT = re.compile(r"[^\s/]+")


class CannedReply(Base):
    """For everybody, for one service, or a user's own: at most one of the two is set."""

    __tablename__ = "canned_replies"
    __table_args__ = (
        Index(
            "one_own_shortcut", "owner_id", "shortcut", unique=True, **only_where("owner_id > 0")
        ),
        Index(
            "one_shortcut_of_service",
            "service_id",
            "shortcut",
            unique=True,
            **only_where("service_id > 0"),
        ),
        Index(
            "one_shortcut_of_all",
            "shortcut",
            unique=True,
            **only_where("owner_id IS NULL AND service_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    shortcut: Mapped[str]
    """In small letters, without the slash before it."""
    body: Mapped[str]
    """With variables, as {first_name}."""
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime]


@dataclass(frozen=True)
class CannedForm:
    """What was entered; `service_id` and `owner_id` both None: for everybody."""

    shortcut: str
    body: str
    service_id: int | None = None
    owner_id: int | None = None


def at_hand(user_id: int, service_id: int) -> ColumnElement[bool]:
    """What a user may choose from in a conversation of that service."""
    return or_(
        CannedReply.owner_id == user_id,
        CannedReply.service_id == service_id,
        CannedReply.owner_id.is_(None) & CannedReply.service_id.is_(None),
    )


def listed(session: Session, which: ColumnElement[bool]) -> Sequence[CannedReply]:
    """By shortcut; one's own before the service's before everybody's."""
    query = select(CannedReply).where(which)
    return session.scalars(
        query.order_by(
            CannedReply.shortcut,
            CannedReply.owner_id.is_(None),
            CannedReply.service_id.is_(None),
            CannedReply.id,
        ).limit(MOST_TOLD)
    ).all()


def by_key(session: Session, key: str) -> CannedReply:
    """Locked. Raises NotFound."""
    found: CannedReply | None = lock_row(session, select(CannedReply).where(CannedReply.key == key))
    if found is None:
        raise unknown()
    return found


def unknown() -> NotFound:
    return NotFound(say("There is no such reply."))


def save(
    session: Session, present: CannedReply | None, form: CannedForm, now: datetime
) -> CannedReply:
    """Raises Invalid, Conflict where the shortcut is taken there."""
    shortcut, body = _check(form)
    taken = select(CannedReply.id).where(
        CannedReply.shortcut == shortcut,
        CannedReply.service_id.is_not_distinct_from(form.service_id),
        CannedReply.owner_id.is_not_distinct_from(form.owner_id),
    )
    if present is not None:
        taken = taken.where(CannedReply.id != present.id)
    if session.scalar(taken) is not None:
        raise Conflict(say("There is a reply /%(shortcut)s already.", shortcut=shortcut), "taken")
    reply = present or CannedReply(key=ids.new("rpl"))
    reply.shortcut, reply.body, reply.saved_at = shortcut, body, now
    reply.service_id, reply.owner_id = form.service_id, form.owner_id
    session.add(reply)
    session.flush()
    return reply


def unfilled(body: str) -> list[str]:
    """The variables of ours that still stand in a text: it is not to be sent like that."""
    return [field for field in merge_fields.used(body) if field in VARIABLES]


def _check(form: CannedForm) -> tuple[str, str]:
    errors: dict[str, Words] = {}
    shortcut = form.shortcut.strip().removeprefix("/").lower()
    if not _SHORTCUT.fullmatch(shortcut) or len(shortcut) > LONGEST_SHORTCUT:
        errors["shortcut"] = say(
            "Enter a shortcut of 1 to %(most)s characters, without blanks.", most=LONGEST_SHORTCUT
        )
    body = texts.storable(form.body).replace("\r\n", "\n").strip()
    if texts.is_blank(body):
        errors["body"] = say("Write the text of the reply.")
    elif len(body) > texts.LONGEST_REPLY:
        errors["body"] = say(
            "This is too long: at most %(most)s characters.", most=texts.LONGEST_REPLY
        )
    elif strange := merge_fields.unknown(body, VARIABLES):
        errors["body"] = say(
            "{%(field)s} is none of the variables: choose one of those below.", field=strange[0]
        )
    if errors:
        raise Invalid(errors)
    return shortcut, body
