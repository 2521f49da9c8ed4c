"""A customer writes: whose address, which service, which conversation; then an agent is sought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from occ.contacts import addresses
from occ.contacts.models import Address
from occ.conversations import came_from, queries, threads
from occ.conversations.models import State
from occ.core import events
from occ.flows import (
    automatic_text,
    heed_keyword,
    merge_addresses,
    park_conversation,
    rate_conversation,
)
from occ.messaging import messages
from occ.messaging.ports import Inbound
from occ.messaging.texts import storable
from occ.routing import audience, knowing, tell
from occ.services import page_references, reach


def receive(session: Session, inbound: Inbound, webhook_id: int, now: datetime) -> None:
    """Place a message, exactly once.

    Raises AlreadyPlaced, and the transaction is to be undone, where the same message is there.
    """
    service_id, is_live = reach.reached(session, inbound.recipient)
    written_at = min(inbound.written_at or now, now)
    keyword = heed_keyword.heed(session, inbound, written_at, now)
    settled = addresses.settled(session, inbound.sender, inbound.profile_name)
    address_id, renamed = (settled, False) if settled else _address(session, inbound, now)
    rated = rate_conversation.heard(session, address_id, inbound, written_at, now)
    place, opened = (
        (rated, False)
        if rated
        else threads.hear(
            session,
            address_id,
            service_id,
            str(inbound.recipient),
            threads.Heard(inbound.kind, storable(inbound.body), inbound.line),
            written_at,
            now,
        )
    )
    if opened:
        messages.answered(session, place.id, inbound, now)
    elif place.state is State.PARKED:
        place = park_conversation.heard(session, place.id, now)
    quoted = inbound.details.quoted
    quote = queries.quoted(session, address_id, quoted) if quoted else None
    added = messages.add_inbound(session, (place.id, place.key), inbound, webhook_id, now, quote)
    if added is None:
        raise AlreadyPlaced(inbound.sid)
    if is_live and (references := page_references.written_in(inbound.body)):
        came_from.note(session, place.id, str(inbound.recipient.phone), references, now)
    # It may have come to another number than before: what is answered leaves from that one.
    facts = {"conversation": place.key, "message": added, "sender": str(inbound.recipient)}
    if opened or renamed:
        tell.conversation_changed(session, place)
    if opened and is_live:
        knowing.remember(session, place, now)
        events.touch(session, service_id)
    events.record(session, "message_added", facts, audience.of(place))
    if is_live and not rated:
        automatic_text.answer(session, place, inbound, keyword, opened, now)


class AlreadyPlaced(Exception):
    """The same message is in a conversation already."""


def _address(session: Session, inbound: Inbound, now: datetime) -> tuple[int, bool]:
    """Its id, and whether its contact is called otherwise from now on."""
    found = addresses.known(session, inbound.sender)
    if not found:
        return addresses.add(session, inbound.sender, inbound.profile_name, now).id, False
    return found[0].id, learn(session, found, inbound, now)


def learn(session: Session, found: Sequence[Address], inbound: Inbound, now: datetime) -> bool:
    """Take over what the message says of its sender, known by one address or several; whether
    the contact is called otherwise from now on.
    """
    # Before the join: a hidden number that shows itself is no name the contact was called by.
    renamed = addresses.learn_name(session, found[0], inbound.profile_name)
    if merge_addresses.says_more(found, inbound.sender):
        merge_addresses.join(session, found, inbound.sender, now)
    return renamed
