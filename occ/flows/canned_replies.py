"""Canned replies: who keeps which, and how one reads in a conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from occ.contacts.models import Address, Contact
from occ.conversations import canned
from occ.conversations.canned import CannedForm, CannedReply
from occ.conversations.models import Conversation
from occ.core.address import parse, read_number, readable
from occ.core.errors import NotAllowed
from occ.core.words import say
from occ.journal import entries as journal
from occ.messaging import merge_fields
from occ.routing.access import served_by
from occ.services.models import Service
from occ.users.models import User
from occ.users.permissions import Permission, may


def save(
    session: Session, user_id: int, key: str | None, form: CannedForm, now: datetime
) -> CannedReply:
    """One's own by anybody, the others by who oversees.

    Raises NotFound, NotAllowed, Invalid, Conflict.
    """
    user = session.get_one(User, user_id)
    present = _kept_by(session, user, key) if key else None
    if form.owner_id != user_id:
        _demand_overseer(user)
    before = _facts(session, present) if present else {}
    reply = canned.save(session, present, form, now)
    after, subject = _facts(session, reply), journal.Subject("canned_reply", reply.key)
    journal.write(session, user_id, "reply_saved", subject, now, before=before, after=after)
    return reply


def remove(session: Session, user_id: int, key: str, now: datetime) -> None:
    """Raises NotFound, NotAllowed."""
    reply = _kept_by(session, session.get_one(User, user_id), key)
    before, subject = _facts(session, reply), journal.Subject("canned_reply", key)
    journal.write(session, user_id, "reply_removed", subject, now, before=before)
    session.delete(reply)
    session.flush()


def shown_to(user: User) -> ColumnElement[bool]:
    """Everybody's, the user's own, and those of services they see: all, for who oversees."""
    seen = true() if may(user.role, Permission.OVERSEE) else served_by(user)
    services = select(Service.id).where(seen, Service.archived_at.is_(None))
    return or_(
        CannedReply.owner_id == user.id,
        CannedReply.service_id.in_(services),
        CannedReply.owner_id.is_(None) & CannedReply.service_id.is_(None),
    )


def may_keep(user: User, reply: CannedReply) -> bool:
    if reply.owner_id is not None:
        return reply.owner_id == user.id
    return may(user.role, Permission.OVERSEE)


def for_conversation(
    session: Session, user: User, conversation: Conversation
) -> list[dict[str, Any]]:
    """What the user may choose from, filled in; a variable nothing is known for still stands."""
    values = _values(session, user, conversation)
    return [
        {
            "key": reply.key,
            "shortcut": reply.shortcut,
            "body": fill(reply.body, values),
            "own": reply.owner_id is not None,
        }
        for reply in canned.listed(session, canned.at_hand(user.id, conversation.service_id))
    ]


def fill(body: str, values: dict[str, str]) -> str:
    known = {field: f"{{{field}}}" for field in merge_fields.used(body)}
    return merge_fields.fill(body, {**known, **values})


def _values(session: Session, user: User, conversation: Conversation) -> dict[str, str]:
    """Only what is known: of who hides the name the number is no name."""
    name, phone, service = session.execute(
        select(Contact.name, Address.phone, Service.name)
        .select_from(Conversation)
        .join(Address, Address.id == Conversation.address_id)
        .join(Contact, Contact.id == Address.contact_id)
        .join(Service, Service.id == Conversation.service_id)
        .where(Conversation.id == conversation.id)
    ).one()
    ours = parse(conversation.our_address).phone
    known = "" if phone and read_number(name) == phone else " ".join(name.split())
    values = {
        canned.FIRST_NAME: known.partition(" ")[0],
        canned.NAME: known,
        canned.AGENT: user.name,
        canned.SERVICE: service,
        canned.NUMBER: readable(ours) if ours else "",
    }
    return {field: value for field, value in values.items() if value}


def _kept_by(session: Session, user: User, key: str) -> CannedReply:
    """Raises NotFound, also for somebody else's own, and NotAllowed."""
    reply = canned.by_key(session, key)
    if reply.owner_id is not None and reply.owner_id != user.id:
        raise canned.unknown()
    if reply.owner_id is None:
        _demand_overseer(user)
    return reply


def _demand_overseer(user: User) -> None:
    """Raises NotAllowed."""
    if not may(user.role, Permission.OVERSEE):
        raise NotAllowed(
            say("Replies for everybody or a service are kept by supervisors and administrators.")
        )


def _facts(session: Session, reply: CannedReply) -> dict[str, Any]:
    service = session.get(Service, reply.service_id) if reply.service_id else None
    return {
        "shortcut": reply.shortcut,
        "body": reply.body,
        "service": service.name if service else None,
    }
