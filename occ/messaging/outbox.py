"""Messages that wait to be sent: queued, claimed with an attempt each, and put back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from occ.billing.payer import By
from occ.core import ids
from occ.core.address import ON_WHATSAPP, Channel
from occ.core.db import plain
from occ.core.locks import locked
from occ.core.secrets import SealedElsewhere
from occ.messaging import halts, media, payment, sealed
from occ.messaging.details import Place
from occ.messaging.models import Attempt, AttemptState, HandOver, Message, SenderHalt
from occ.messaging.ports import Kind, TemplateUse
from occ.settings.pages import TWILIO

UNANSWERED_AFTER = timedelta(seconds=60)
"""An attempt with no known outcome by then (the process died in the call) goes to the resolver."""
S = TypeVar("S", bound="Select[*tuple[Any, ...]]")
_WAITS = Message.hand_over == HandOver.WAITING


class Lane(StrEnum):
    """Two queues that never wait for each other's calls."""

    REPLIES = "replies"
    """That nobody pays for."""
    REST = "rest"


Way = tuple[str, Channel]
"""A provider and a channel that can send at the moment."""


@dataclass(frozen=True)
class Claimed:
    attempt_key: str
    message_id: int
    conversation_id: int | None
    sender: str
    recipient: str
    body: str
    provider: str = TWILIO
    template: TemplateUse | None = None
    media: str | None = None
    """The token of a link to the file that goes with it."""
    place: Place | None = None


class Due(NamedTuple):
    """A message of the second lane, not locked yet."""

    id: int
    paid_by: By
    wallet_id: int | None
    has_unit: bool


def anything_due(session: Session, now: datetime, lane: Lane = Lane.REPLIES) -> bool:
    """Whether a look by `due` is worth a transaction; every second asks."""
    connection, _ = plain(session)
    return connection.execute(_ANY_DUE[lane], {"now": now}).scalar() is not None


def replies(
    session: Session, now: datetime, most: int, ways: Collection[Way] | None = None
) -> Sequence[Message]:
    """Replies to send now, locked: of each conversation the oldest alone, to keep the order."""
    found = _due(select(Message), Lane.REPLIES, now, ways)
    return session.scalars(
        locked(found.order_by(Message.due_at, Message.id).limit(most), skip=True)
    ).all()


def rest(
    session: Session, now: datetime, most: int, ways: Collection[Way] | None = None
) -> list[Due]:
    """What else is to be sent now, the lowest rank first; not locked: its payers come first."""
    columns = select(Message.id, Message.paid_by, Message.wallet_id, Message.batch_id.is_not(None))
    found = _due(columns, Lane.REST, now, ways)
    rows = session.execute(found.order_by(Message.rank, Message.due_at, Message.id).limit(most))
    return [Due(*row) for row in rows]


def lock(session: Session, message_ids: Collection[int], now: datetime) -> Sequence[Message]:
    """Those of them that still wait and that nobody else is about to claim."""
    return session.scalars(
        locked(
            select(Message)
            .where(Message.id.in_(message_ids), _WAITS, Message.due_at <= now)
            .order_by(Message.rank, Message.due_at, Message.id)
            .execution_options(populate_existing=True),
            skip=True,
        )
    ).all()


def _due(found: S, lane: Lane, now: datetime, ways: Collection[Way] | None) -> S:
    """A lost answer holds up what follows in its conversation until the provider's list has been
    read once: if the message went, it went before all that is sent now. The same words wait to
    the end of the search, which could take theirs for the lost ones.
    """
    earlier = aliased(Message)
    searched = exists().where(
        Attempt.message_id == earlier.id, Attempt.state == AttemptState.LOST, Attempt.looks > 0
    )
    overtakes = searched & (func.trim(earlier.body) != func.trim(Message.body))
    found = found.where(
        _WAITS,
        _LANES[lane],
        Message.due_at <= now,
        ~exists().where(
            and_(
                earlier.conversation_id == Message.conversation_id,
                earlier.id < Message.id,
                or_(
                    earlier.hand_over == HandOver.WAITING,
                    and_(earlier.hand_over == HandOver.CALLING, ~overtakes),
                ),
            )
        ),
        ~exists().where(
            or_(
                SenderHalt.sender == Message.sender,
                SenderHalt.sender == _ACCOUNT_OF,
            )
        ),
    )
    return found if ways is None else found.where(or_(*(_by(*way) for way in ways)))


def _by(provider: str, channel: Channel) -> ColumnElement[bool]:
    on_whatsapp = Message.sender.like(ON_WHATSAPP)
    is_it = on_whatsapp if channel is Channel.WHATSAPP else ~on_whatsapp
    return and_(Message.provider == provider, is_it)


def claim(
    session: Session, messages: Sequence[Message], now: datetime
) -> tuple[list[Claimed], list[Message]]:
    """Open an attempt for each, but those that somebody else was quicker with; and the messages
    that were sealed on another installation, left as they were.
    """
    if not messages:
        return [], []
    opened: dict[int, tuple[str, TemplateUse | None]] = {}
    elsewhere = []
    for message in messages:
        try:
            opened[message.id] = sealed.opened(session, message)
        except SealedElsewhere:
            elsewhere.append(message)
    taken = set(
        session.scalars(
            update(Message)
            .where(Message.id.in_(opened), Message.hand_over == HandOver.WAITING)
            .values(hand_over=HandOver.CALLING, tries=Message.tries + 1)
            .returning(Message.id)
            .execution_options(synchronize_session=False)
        )
    )
    for message in messages:
        session.expire(message, ["hand_over", "tries"])
    claimed = [
        Claimed(
            ids.new("att"),
            message.id,
            message.conversation_id,
            message.sender,
            message.recipient,
            opened[message.id][0],
            message.provider,
            opened[message.id][1],
            _link(session, message, now),
            _place(message),
        )
        for message in messages
        if message.id in taken
    ]
    if claimed:
        attempts = [
            {
                "key": each.attempt_key,
                "message_id": each.message_id,
                "state": AttemptState.CALLING,
                "started_at": now,
                "resolve_at": now + UNANSWERED_AFTER,
                "looks": 0,
            }
            for each in claimed
        ]
        connection, _ = plain(session)
        connection.execute(insert(Attempt), attempts)
    return claimed, elsewhere


def _link(session: Session, message: Message, now: datetime) -> str | None:
    """Where the provider fetches the file of this attempt; None where there is none."""
    has_file = message.kind not in (Kind.TEXT, Kind.LOCATION)
    return media.open_link(session, message.id, now) if has_file else None


def _place(message: Message) -> Place | None:
    told = message.details if message.kind is Kind.LOCATION else None
    return Place(**told["place"]) if told else None


def attempted(session: Session, attempt_key: str) -> tuple[Attempt, Message]:
    """`attempted_all` of one."""
    [found] = attempted_all(session, [attempt_key])
    return found


def attempted_all(session: Session, attempt_keys: Collection[str]) -> list[tuple[Attempt, Message]]:
    """Attempts and their messages as they stand now, the messages locked, before them payers."""
    asked = select(Attempt).where(Attempt.key.in_(attempt_keys))
    payers = select(Message.id, Message.wallet_id, Message.batch_id).where(
        Message.id.in_(asked.with_only_columns(Attempt.message_id))
    )
    messages = lock_paid(
        session, [(number, wallet, batch) for number, wallet, batch in session.execute(payers)]
    )
    attempts = session.scalars(
        asked.order_by(Attempt.message_id).execution_options(populate_existing=True)
    )
    return [(each, messages[each.message_id]) for each in attempts]


def lock_paid(
    session: Session, rows: Collection[tuple[int, int | None, int | None]]
) -> dict[int, Message]:
    """Messages as they stand now, locked after whoever pays: of each id, wallet and batch."""
    if not rows:
        return {}
    payment.lock_payers(session, {(wallet, batch) for _, wallet, batch in rows})
    query = select(Message).where(Message.id.in_([message_id for message_id, *_ in rows]))
    found = session.scalars(
        locked(query.order_by(Message.id)).execution_options(populate_existing=True)
    )
    return {message.id: message for message in found}


def unresolved(session: Session, now: datetime, most: int = 20) -> Sequence[str]:
    """Keys of attempts whose outcome has to be asked for."""
    return session.scalars(
        select(Attempt.key)
        .where(
            Attempt.state.in_([AttemptState.CALLING, AttemptState.LOST]), Attempt.resolve_at <= now
        )
        .order_by(Attempt.resolve_at)
        .limit(most)
    ).all()


_FREE_REPLY = and_(Message.rank == 0, Message.paid_by == By.NOBODY)
_LANES = {
    Lane.REPLIES: _FREE_REPLY,
    Lane.REST: or_(Message.rank > 0, Message.paid_by != By.NOBODY),
}
_ANY_DUE = {
    lane: select(Message.id).where(_WAITS, is_in, Message.due_at <= bindparam("now")).limit(1)
    for lane, is_in in _LANES.items()
}
_ACCOUNT_OF = case(
    *((Message.provider == provider, halts.account_of(provider)) for provider in halts.PROVIDERS),
    else_="",
)
