"""A contact is blocked: what they write is kept, and nobody is offered it.

An agent asks for it, who oversees does it. What they have open is closed at once and its seat is
free; what they write from then on is stored in a closed conversation: it is not routed, waits for
nobody, is answered by nothing, and reports do not call it abandoned.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.contacts import blocks, editing
from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation, State
from occ.core.errors import Conflict, Invalid
from occ.core.locks import locked
from occ.core.words import say
from occ.flows.close_conversation import shut
from occ.journal import entries as journal
from occ.routing import offers
from occ.routing.models import Ending
from occ.users.models import User


def ask(session: Session, user_id: int, key: str, reason: str, now: datetime) -> None:
    """Raises NotFound, Invalid without a reason, Conflict where it is asked or done already."""
    contact, why = editing.contact(session, key), _line(reason)
    if not why:
        raise Invalid({"reason": say("Say why: a supervisor decides by it.")})
    if not blocks.ask(session, contact.id, user_id, why, now):
        raise Conflict(say("Somebody has asked for it already, or they are blocked."), "asked")
    _write(session, user_id, contact, "block_asked", now, why)


def block(session: Session, user_id: int, key: str, reason: str, now: datetime) -> None:
    """Raises NotFound, Invalid where nobody has given a reason."""
    contact, why = editing.contact(session, key), _line(reason)
    present = blocks.of(session, contact.id)
    if not why and not (present and present.reason):
        raise Invalid({"reason": say("Say why: it stands in the list of those who are blocked.")})
    if present is not None and present.blocked_at is not None:
        return
    # Whoever writes in this moment opens nothing before we have looked for it, or sees the block.
    theirs = select(Address.id).where(Address.contact_id == contact.id).order_by(Address.id)
    address_ids = session.scalars(locked(theirs)).all()
    blocks.put(session, contact.id, user_id, why, now)
    _write(session, user_id, contact, "contact_blocked", now, why)
    shut_out(session, address_ids, user_id, now)


def lift(session: Session, user_id: int, key: str, now: datetime) -> None:
    """Also of what was only asked for: it is refused. Raises NotFound."""
    contact = editing.contact(session, key)
    was_blocked = blocks.is_blocked(session, contact.id)
    if blocks.lift(session, contact.id):
        action = "contact_unblocked" if was_blocked else "block_refused"
        _write(session, user_id, contact, action, now)


def shut_out(
    session: Session, address_ids: Sequence[int], user_id: int | None, now: datetime
) -> None:
    """Close what these addresses have open."""
    found = session.scalars(
        locked(
            select(Conversation)
            .where(Conversation.address_id.in_(address_ids), Conversation.state != State.CLOSED)
            .order_by(Conversation.id)
        ).execution_options(populate_existing=True)
    ).all()
    offers.hold(session, found)
    holders = {each.user_id for each in found if each.user_id is not None}
    session.execute(locked(select(User.id).where(User.id.in_(holders)).order_by(User.id)))
    for each in found:
        each.blocked_at, each.closed_by_id = now, user_id
        shut(session, each, Ending.BLOCKED, now)


def _line(reason: str) -> str:
    return " ".join(reason.split())[: blocks.LONGEST_REASON]


def _write(
    session: Session, user_id: int, contact: Contact, action: str, now: datetime, why: str = ""
) -> None:
    subject, after = journal.Subject("contact", contact.key), {"reason": why} if why else {}
    journal.write(session, user_id, action, subject, now, after=after)
