"""Add messages and say what a screen shows of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.core import clock, ids
from occ.core.db import insert_for, plain
from occ.messaging import media
from occ.messaging.models import Direction, HandOver, Message, is_late
from occ.messaging.ports import Delivery, Inbound
from occ.messaging.texts import storable

Facts = dict[str, Any]
ANSWERED_WITHIN = timedelta(days=30)
"""What we wrote first longer ago is not what somebody answers who opens a conversation."""


def is_known(session: Session, sid: str) -> bool:
    connection, _ = plain(session)
    return connection.execute(_KNOWN, {"sid": sid}).scalar() is not None


def add_inbound(
    session: Session,
    conversation: tuple[int, str],
    inbound: Inbound,
    webhook_id: int,
    now: datetime,
    quote: Facts | None = None,
) -> Facts | None:
    """Store what a customer wrote in a conversation (id, key); None where it was stored before.

    `quote` is the message it answers, as a screen shows it.
    """
    conversation_id, conversation_key = conversation
    key = ids.new("msg")
    body = storable(inbound.body)
    line = inbound.line.as_json() if inbound.line else None
    details = inbound.details.as_json(quote)
    connection, dialect = plain(session)
    row = {
        "key": key,
        "conversation_id": conversation_id,
        "direction": Direction.IN,
        "kind": inbound.kind,
        "body": body,
        "line": line,
        "details": details,
        "at": now,
        "provider_sid": inbound.sid,
        "webhook_id": webhook_id,
        "written_at": inbound.written_at,
        "sender": str(inbound.sender),
        "recipient": str(inbound.recipient),
    }
    message_id = connection.execute(_add(dialect), row).scalar_one_or_none()
    if message_id is None:
        return None
    return {
        "key": key,
        "conversation": conversation_key,
        "number": message_id,
        "direction": Direction.IN.value,
        "kind": inbound.kind.value,
        "body": body,
        "line": line,
        "details": details,
        "media": media.add(connection, message_id, inbound.attachments, now),
        "at": clock.iso(now),
        "written_at": _told(inbound.written_at, now),
        "author": None,
        "client_id": None,
        "status": "received",
        "reason": None,
        "reason_code": None,
    }


def answered(session: Session, conversation_id: int, inbound: Inbound, now: datetime) -> None:
    """What we wrote first to whoever writes now stands above their answer from now on.

    Not a link or code of an account: its words are nobody's to read.
    """
    connection, _ = plain(session)
    values = {
        "to": str(inbound.sender),
        "by": str(inbound.recipient),
        "since": now - ANSWERED_WITHIN,
        "of": conversation_id,
    }
    connection.execute(_ANSWERED, values)


def facts(
    message: Message,
    conversation_key: str,
    author: tuple[str, str] | None,
    files: Sequence[Facts] = (),
) -> Facts:
    """What screens are told of a message; `author` is the key and name of the user who wrote it."""
    return {
        "key": message.key,
        "conversation": conversation_key,
        "number": message.id,
        "direction": message.direction.value,
        "kind": message.kind.value,
        "body": message.body,
        "line": message.line,
        "details": message.details,
        "media": list(files),
        "at": clock.iso(message.at),
        "written_at": _told(message.written_at, message.at),
        "author": {"key": author[0], "name": author[1]} if author else None,
        "client_id": message.client_id,
        "status": shown_status(message),
        "reason": message.reason,
        "reason_code": message.reason_code,
    }


def _told(written_at: datetime | None, came_at: datetime) -> str | None:
    """When a message was written that came late; else it says no more than when it came."""
    return clock.iso(written_at) if is_late(written_at, came_at) else None


def shown_status(message: Message) -> str:
    """The two statuses as one tick: the provider's report counts before what the call told."""
    if message.direction is Direction.IN:
        return "received"
    if message.delivery and message.delivery is not Delivery.UNKNOWN:
        return message.delivery.value
    if message.hand_over is HandOver.REFUSED:
        return "failed"
    if message.hand_over in (HandOver.CALLING, HandOver.ACCEPTED):
        return "sending"
    return message.hand_over.value if message.hand_over else "unknown"


@cache
def _add(dialect: str) -> Any:
    insert = insert_for(dialect, Message.__table__)
    return insert.on_conflict_do_nothing(index_elements=["provider_sid"]).returning(Message.id)


_ANSWERED = (
    update(Message)
    .where(
        Message.conversation_id.is_(None),
        Message.recipient == bindparam("to"),
        Message.sender == bindparam("by"),
        Message.purpose == Purpose.CAMPAIGN,
        Message.hand_over == HandOver.ACCEPTED,
        Message.at > bindparam("since"),
    )
    .values(conversation_id=bindparam("of"))
)
_KNOWN = select(Message.id).where(Message.provider_sid == bindparam("sid"))
