"""An administrator erases a contact: at once they are nobody, and slice by slice nothing of what
they said or were told is left.

What is counted stays, and so does the ledger. Whoever writes from their number afterwards is a
new contact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from occ.contacts import blocks, countries, editing, erasing, exports
from occ.contacts.erasing import Theirs
from occ.contacts.erasure_models import Erasure
from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation, State
from occ.core import address, ids
from occ.core.address import read_phone
from occ.core.errors import Invalid
from occ.core.locks import lock_row, locked
from occ.core.words import say
from occ.flows.close_conversation import shut
from occ.journal import entries as journal
from occ.messaging.models import Direction, MediaFile, Message
from occ.routing import offers
from occ.routing.models import Ending


@dataclass(frozen=True)
class Held:
    """How much there is of a contact."""

    phones: Sequence[str]
    conversations: int
    open: int
    messages: int
    """In conversations, and written first."""
    files: int


def held(session: Session, contact: Contact) -> Held:
    found = erasing.theirs(session, contact.id)
    theirs = select(Conversation.id).where(_of(contact.id))
    said = Message.conversation_id.in_(theirs)
    first = Message.conversation_id.is_(None) & Message.recipient.in_(found.written)
    files = select(func.count(MediaFile.id)).join(Message, Message.id == MediaFile.message_id)
    count = select(func.count(Conversation.id)).where(_of(contact.id))
    return Held(
        found.phones,
        session.scalar(count) or 0,
        session.scalar(count.where(Conversation.state != State.CLOSED)) or 0,
        sum(
            session.scalar(select(func.count(Message.id)).where(each)) or 0
            for each in (said, first)
        ),
        session.scalar(files.where(said)) or 0,
    )


def begin(session: Session, actor_id: int, key: str, typed: str, now: datetime) -> Erasure:
    """`typed`: a number of theirs, or the name of one who has none.

    Raises NotFound, also where it is done already, and Invalid for anything else typed.
    """
    contact = editing.contact(session, key)
    lock_row(session, select(Contact).where(Contact.id == contact.id))
    _demand_meant(session, contact, typed)
    past = _past_ids(session, contact.id)
    found = erasing.forget(session, contact, now)
    found = found._replace(bsuids=sorted({*found.bsuids, *past}))
    exports.end_all_of(session, contact.id)
    blocks.lift(session, contact.id)
    # Why somebody was to be blocked is told of a person.
    journal.blank(session, journal.Subject("contact", key))
    _close(session, contact.id, actor_id, now)
    erasure = Erasure(
        key=ids.new("ers"),
        contact_id=contact.id,
        asked_by_id=actor_id,
        asked_at=now,
        theirs=found._asdict(),
        due_at=now,
    )
    session.add(erasure)
    session.flush()
    journal.write(session, actor_id, "contact_erased", journal.Subject("contact", key), now)
    return erasure


def theirs_of(erasure: Erasure) -> Theirs:
    return Theirs(**erasure.theirs)


def _demand_meant(session: Session, contact: Contact, typed: str) -> None:
    phones = erasing.theirs(session, contact.id).phones
    if not phones:
        if typed.strip() == contact.name:
            return
        raise Invalid({"typed": say("Type the name as it stands here.")})
    if typed.strip() not in phones and read_phone(typed, countries.home_of(session)) not in phones:
        raise Invalid({"typed": say("Type a number of this contact.")})


def _past_ids(session: Session, contact_id: int) -> set[str]:
    """WhatsApp's ids of them that their messages tell of, also those that were renewed since."""
    theirs = select(Conversation.id).where(_of(contact_id))
    wrote = select(Message.sender).where(
        Message.conversation_id.in_(theirs), Message.direction == Direction.IN, Message.sender != ""
    )
    found = {address.parse(sender).bsuid for sender in session.scalars(wrote.distinct())}
    return {each for each in found if each}


def _close(session: Session, contact_id: int, actor_id: int, now: datetime) -> None:
    found = session.scalars(
        locked(
            select(Conversation)
            .where(_of(contact_id), Conversation.state != State.CLOSED)
            .order_by(Conversation.id)
        ).execution_options(populate_existing=True)
    ).all()
    offers.hold(session, found)
    for each in found:
        each.closed_by_id = actor_id
        shut(session, each, Ending.CLOSED, now)


def _of(contact_id: int) -> ColumnElement[bool]:
    return Conversation.address_id.in_(select(Address.id).where(Address.contact_id == contact_id))
