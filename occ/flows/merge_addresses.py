"""A hidden number shows itself: what we took for two addresses is one person's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from occ.contacts import addresses, blocks, one_person
from occ.contacts.models import Address
from occ.conversations import threads
from occ.conversations.models import Conversation, State
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.address import Identity
from occ.core.locks import locked
from occ.flows import block_contact, join_conversations
from occ.journal import entries as journal
from occ.routing import offers, tell
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
    one_person.settle(session, kept, others, now)
    if blocks.is_blocked(session, kept.contact_id):
        block_contact.shut_out(session, [kept.id], None, now)
    _tell_open(session, kept)
    return kept


def _tell_open(session: Session, kept: Address) -> None:
    """Screens show a number where they showed none, and no conversation that went elsewhere."""
    session.flush()
    for conversation in session.scalars(
        select(Conversation).where(
            Conversation.address_id == kept.id, Conversation.state != State.CLOSED
        )
    ):
        threads.wait_since(session, conversation, conversation.waiting_since)
        tell.conversation_changed(session, place_of(conversation))


def _move_conversations(session: Session, other: Address, kept: Address, now: datetime) -> None:
    found = session.scalars(
        locked(
            select(Conversation)
            .where(
                or_(
                    Conversation.address_id == other.id,
                    and_(Conversation.address_id == kept.id, Conversation.state != State.CLOSED),
                )
            )
            .order_by(Conversation.id)
        ).execution_options(populate_existing=True)
    ).all()
    offers.hold(session, found)
    open_ones = {one.service_id: one for one in found if one.address_id == kept.id}
    poured = []
    for conversation in found:
        if conversation.address_id == kept.id:
            continue
        twin = open_ones.get(conversation.service_id)
        if conversation.state is State.CLOSED or twin is None:
            stays = conversation
        else:
            stays = max(twin, conversation, key=lambda one: _SERVED.index(one.state))
            ends = twin if stays is conversation else conversation
            stood = join_conversations.end_in(session, ends, stays, Ending.MERGED, now)
            poured.append((stood, stays))
        conversation.address_id = kept.id
        session.flush()
        if stays.state is not State.CLOSED:
            tell.conversation_changed(session, place_of(stays))
            events.touch(session, stays.service_id)
    for ended, stays in poured:
        join_conversations.pour(session, ended, stays)


_SERVED = (State.PARKED, State.WAITING, State.OFFERED, State.ACTIVE)
"""Of two open ones of one person the words go on in the one that more is done about."""
