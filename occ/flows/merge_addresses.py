"""A hidden number shows itself: what we took for two addresses is one person's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.contacts import addresses
from occ.contacts.models import Address
from occ.conversations.models import Conversation, State
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.address import Identity
from occ.core.locks import locked
from occ.flows.close_conversation import shut
from occ.journal import entries as journal
from occ.messaging.models import Message
from occ.routing import tell
from occ.routing.models import Ending


def says_more(known: Sequence[Address], identity: Identity) -> bool:
    """Whether the identity tells something of its addresses that we did not know."""
    first = known[0]
    return (
        len(known) > 1
        or (identity.phone is not None and first.phone != identity.phone)
        or (identity.bsuid is not None and first.bsuid != identity.bsuid)
    )


def join(session: Session, known: Sequence[Address], identity: Identity, now: datetime) -> Address:
    """Make the oldest address bear number and id, and move to it what the others have.

    A new id with a known number is the same person on a new account of theirs (Meta renews the
    id with the number); a new number with a known id is the person on a new number.
    """
    addresses.lock(session, known)
    kept, *others = known
    for other in others:
        other.phone = other.bsuid = None
        other.merged_into_id = kept.id
        session.flush()
        _move_conversations(session, other, kept, now)
        journal.write(
            session,
            None,
            "addresses_joined",
            journal.Subject("address", kept.key),
            now,
            after={"joined": other.key},
        )
    kept.phone = identity.phone or kept.phone
    kept.bsuid = identity.bsuid or kept.bsuid
    session.flush()
    return kept


def _move_conversations(session: Session, other: Address, kept: Address, now: datetime) -> None:
    moving = session.scalars(
        locked(
            select(Conversation)
            .where(Conversation.address_id == other.id)
            .order_by(Conversation.id)
        )
    ).all()
    for conversation in moving:
        if conversation.state is State.CLOSED:
            conversation.address_id = kept.id
            continue
        into = session.scalar(
            locked(
                select(Conversation).where(
                    Conversation.address_id == kept.id,
                    Conversation.service_id == conversation.service_id,
                    Conversation.state != State.CLOSED,
                )
            )
        )
        if into is None:
            conversation.address_id = kept.id
            session.flush()
            tell.conversation_changed(session, place_of(conversation))
            continue
        # Two open ones of one person: the words go on in the one that stays.
        session.execute(
            update(Message)
            .where(Message.conversation_id == conversation.id)
            .values(conversation_id=into.id)
        )
        shut(session, conversation, Ending.MERGED, now)
        conversation.address_id = kept.id
        into.last_inbound_at = _later(into.last_inbound_at, conversation.last_inbound_at)
        session.flush()
        tell.conversation_changed(session, place_of(into))
        events.touch(session, into.service_id)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment), default=None)
