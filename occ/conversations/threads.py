"""Open a conversation, and keep its last words."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, select, text, update
from sqlalchemy.orm import Session, aliased

from occ.contacts.models import Address, Block, Contact
from occ.conversations import shut_out
from occ.conversations.models import Conversation, State
from occ.core import ids, priority
from occ.core.db import insert_for, plain
from occ.core.locks import locked
from occ.core.words import Words
from occ.messaging.models import Direction, Message
from occ.messaging.ports import Kind
from occ.services.models import UNASSIGNED_KEY, Service

LONGEST_PREVIEW = 120


class Place(NamedTuple):
    """Where a conversation stands; enough to say who may hear of it."""

    id: int
    key: str
    service_id: int
    state: State
    user_id: int | None


class Heard(NamedTuple):
    """What a customer said: the text, and the line that tells what is no text."""

    kind: Kind
    body: str
    line: Words | None = None


def hear(
    session: Session,
    address_id: int,
    service_id: int,
    our_address: str,
    words: Heard,
    written_at: datetime,
    now: datetime,
) -> tuple[Place, bool]:
    """Note a customer's words in their open conversation; True where one had to be opened.

    The one about the number they write to goes on, also where it was handed over to another
    service; then the one with the number's service. What waits in Unassigned stays there once the
    number leads to a service.

    What was written a while ago and reached us now opens WhatsApp's window, and waits, since then.
    What somebody who is blocked writes is kept in a closed one (shut_out.py), and waits for nobody.
    """
    connection, dialect = plain(session)
    last = {
        "our_address": our_address,
        "last_inbound_at": written_at,
        "last_at": now,
        "last_body": words.body[:LONGEST_PREVIEW],
        "last_kind": words.kind,
        "last_line": words.line.as_json() if words.line else None,
        "last_direction": Direction.IN,
        "unanswered_since": written_at,
    }
    which = {"whose": address_id, "where": service_id, "number": our_address}
    heard = {name: last[name] for name in _NOTED}
    present = connection.execute(_HEAR, {**which, **heard, "heard": written_at}).one_or_none()
    if present is not None:
        return Place(*present), False
    # Whoever blocks them has this lock, too: it comes before or after, never beside.
    connection.execute(_HOLD, {"whose": address_id})
    urgency, blocked_at = connection.execute(_STANDING, {"whose": address_id}).one()
    opening = {
        "key": ids.new("cnv"),
        "address_id": address_id,
        "service_id": service_id,
        "opened_at": now,
        "waiting_since": written_at,
        "stands_since": priority.stands_since(written_at, urgency),
        **last,
    }
    if blocked_at is not None:
        return Place._make(shut_out.hear(session, opening, _PLACE)), False
    opened = connection.execute(_open(dialect), opening).one_or_none()
    if opened is not None:
        return Place(*opened), True
    # Somebody else opened it between the two statements.
    return hear(session, address_id, service_id, our_address, words, written_at, now)


def begin(
    session: Session,
    address_id: int,
    service_id: int,
    our_address: str,
    body: str,
    now: datetime,
) -> Conversation | None:
    """Open a conversation with our own words, for whoever wrote them; None where one is open.

    The window that their last words to this number opened is open in it, too.
    """
    heard_at = session.scalar(
        select(func.max(Conversation.last_inbound_at)).where(
            Conversation.address_id == address_id, Conversation.our_address == our_address
        )
    )
    connection, dialect = plain(session)
    opening = {
        "key": ids.new("cnv"),
        "address_id": address_id,
        "service_id": service_id,
        "our_address": our_address,
        "opened_at": now,
        "waiting_since": now,
        "stands_since": stands_since(session, address_id, now),
        "last_inbound_at": heard_at,
        "last_at": now,
        "last_body": body[:LONGEST_PREVIEW],
        "last_kind": Kind.TEXT,
        "last_line": None,
        "last_direction": Direction.OUT,
        "unanswered_since": None,
        # At the same instant as it opened: nobody had to wait for it, and no report says so.
        "first_answered_at": now,
    }
    opened = connection.execute(_open(dialect), opening).one_or_none()
    return session.get_one(Conversation, opened.id) if opened is not None else None


def stands_since(session: Session, address_id: int, waiting_since: datetime) -> datetime:
    """What the place in a queue of whoever has waited since then is counted from."""
    connection, _ = plain(session)
    urgency, _ = connection.execute(_STANDING, {"whose": address_id}).one()
    return priority.stands_since(waiting_since, urgency)


def wait_since(session: Session, conversation: Conversation, waiting_since: datetime) -> None:
    """Have it wait since then, in the place that its contact has."""
    conversation.waiting_since = waiting_since
    conversation.stands_since = stands_since(session, conversation.address_id, waiting_since)


def answer(conversation: Conversation, message: Message, now: datetime) -> None:
    """Note our own words."""
    conversation.last_at, conversation.last_body = now, message.body[:LONGEST_PREVIEW]
    conversation.last_kind, conversation.last_direction = message.kind, Direction.OUT
    conversation.last_line = message.line
    if conversation.unanswered_since is not None and conversation.first_answered_at is None:
        conversation.first_answered_at = now
    conversation.unanswered_since = conversation.typing_told_at = None


def heard_in_full(session: Session, conversation: Conversation, number: int, words: Heard) -> bool:
    """Say the last words of a locked conversation anew, where the message `number` has them."""
    newest = select(func.max(Message.id)).where(Message.conversation_id == conversation.id)
    if session.scalar(newest) != number:
        return False
    conversation.last_body, conversation.last_kind = words.body[:LONGEST_PREVIEW], words.kind
    conversation.last_line = words.line.as_json() if words.line else None
    return True


_PLACE = (
    Conversation.id,
    Conversation.key,
    Conversation.service_id,
    Conversation.state,
    Conversation.user_id,
)


def place_of(conversation: Conversation) -> Place:
    return Place(
        conversation.id,
        conversation.key,
        conversation.service_id,
        conversation.state,
        conversation.user_id,
    )


@cache
def _open(dialect: str) -> Any:
    insert = insert_for(dialect, Conversation.__table__)
    return insert.on_conflict_do_nothing(
        index_elements=["address_id", "service_id"], index_where=text("state != 'closed'")
    ).returning(*_PLACE)


_HOLD = locked(select(Address.id).where(Address.id == bindparam("whose")))
_STANDING = (
    select(Contact.priority, Block.blocked_at)
    .join(Address, Address.contact_id == Contact.id)
    .outerjoin(Block, Block.contact_id == Contact.id)
    .where(Address.id == bindparam("whose"))
)
_HEARD = bindparam("heard", type_=Conversation.last_inbound_at.type)
_NOTED = ("our_address", "last_at", "last_body", "last_kind", "last_line", "last_direction")
_other = aliased(Conversation)
_IN_SERVICE = _other.service_id == bindparam("where")
_ON_NUMBER = (_other.our_address == bindparam("number")) & (
    _IN_SERVICE | _other.service_id.not_in(select(Service.id).where(Service.key == UNASSIGNED_KEY))
)
_GOES_ON = (
    select(_other.id)
    .where(
        _other.address_id == bindparam("whose"),
        _other.state != State.CLOSED,
        _ON_NUMBER | _IN_SERVICE,
    )
    .order_by(_ON_NUMBER.desc(), _other.last_at.desc(), _other.id.desc())
    .limit(1)
    .scalar_subquery()
)
_HEAR = (
    update(Conversation)
    .where(
        Conversation.id == _GOES_ON,
        # Once more for PostgreSQL, which looks at the row again where somebody just closed it.
        Conversation.state != State.CLOSED,
    )
    .values({name: bindparam(name) for name in _NOTED})
    .values(
        last_inbound_at=case(
            (Conversation.last_inbound_at > _HEARD, Conversation.last_inbound_at), else_=_HEARD
        )
    )
    .values(unanswered_since=func.coalesce(Conversation.unanswered_since, _HEARD))
    .returning(*_PLACE)
)
