"""An agent writes first: a conversation of their own begins with an approved template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.contacts import addresses, blocks, consents, editing, phone_numbers
from occ.contacts.models import Address, Contact
from occ.contacts.number_models import ConsentPurpose
from occ.conversations import threads
from occ.conversations.models import Conversation, State
from occ.core.address import Channel, Identity
from occ.core.errors import Conflict, NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.flows import agent_reply, answer_offer, send_template
from occ.flows.send_template import Chosen
from occ.journal import entries as journal
from occ.routing import access, offers, seats
from occ.routing.models import Via
from occ.services.models import UNASSIGNED_KEY, Service
from occ.users.models import User
from occ.users.permissions import Permission, may


def again(
    session: Session, user_id: int, key: str, client_id: str, chosen: Chosen, now: datetime
) -> int:
    """With whom the user had, or sees, a conversation; the id of the new one.

    Raises NotFound, Conflict, Invalid, NotAllowed.
    """
    user = session.get_one(User, user_id)
    earlier = access.conversation_for(session, user, key)
    address = session.get_one(Address, earlier.address_id)
    return _begin(session, user, earlier.service_id, address, (client_id, chosen), now)


def with_contact(
    session: Session,
    user_id: int,
    contact: str,
    service: str,
    client_id: str,
    chosen: Chosen,
    now: datetime,
) -> int:
    """With a contact, from the WhatsApp number of a service, both by their keys; its id.

    Raises NotFound, Conflict, Invalid, NotAllowed.
    """
    user = session.get_one(User, user_id)
    service_id = session.scalar(select(Service.id).where(Service.key == service))
    if service_id is None:
        raise NotFound(say("There is no such service any more."))
    address = _address_of(session, editing.contact(session, contact), now)
    return _begin(session, user, service_id, address, (client_id, chosen), now)


def services_of(session: Session, user: User) -> Sequence[Service]:
    """From whose WhatsApp number the user may write first, by name."""
    query = select(Service).where(
        Service.archived_at.is_(None),
        Service.key != UNASSIGNED_KEY,
        Service.whatsapp,
        Service.whatsapp_number.is_not(None),
    )
    if not may(user.role, Permission.OVERSEE):
        query = query.where(access.served_by(user))
    return session.scalars(query.order_by(Service.name)).all()


def _begin(
    session: Session,
    user: User,
    service_id: int,
    address: Address,
    sent: tuple[str, Chosen],
    now: datetime,
) -> int:
    client_id, chosen = sent
    # Whoever begins from one service waits for whoever began a moment ago.
    service: Service = lock_row(session, select(Service).where(Service.id == service_id))
    done = agent_reply.conversation_of(session, user, client_id)
    if done is not None:
        return done
    if service.key not in {each.key for each in services_of(session, user)}:
        raise Conflict(
            say("You can't write from this service's WhatsApp number. Choose another service."),
            "no_number",
        )
    number = f"{Identity(Channel.WHATSAPP, service.whatsapp_number)}"
    addresses.demand_not_erased(session, address.id)
    if blocks.is_blocked(session, address.contact_id):
        raise Conflict(say("This contact is blocked. Unblock them before you write."), "blocked")
    _demand_none_open(session, user, address, service_id, number)
    use, body = send_template.worded(session, chosen)
    conversation = threads.begin(session, address.id, service_id, number, body, now)
    if conversation is None:
        raise Conflict(say("They have just written: their conversation waits."), "open")
    agent_reply.demand_channel(session, conversation)
    if not seats.take(session, user.id, now):
        raise Conflict(answer_offer.why_no_seat(session, user.id), "no_seat")
    why = say("Wrote first.")
    offers.begin(session, conversation, user.id, via=Via.TAKEN, why=why, offer=None, now=now)
    send_template.put(session, conversation, user, (Purpose.CAMPAIGN, client_id), (use, body), now)
    subject = journal.Subject("conversation", conversation.key)
    journal.write(session, user.id, "conversation_begun", subject, now)
    return conversation.id


def _demand_none_open(
    session: Session, user: User, address: Address, service_id: int, number: str
) -> None:
    """What they answer would come to the one that is open: there is no second one beside it."""
    found = session.execute(
        select(Conversation.user_id, User.name)
        .outerjoin(User, User.id == Conversation.user_id)
        .where(
            Conversation.address_id == address.id,
            Conversation.state != State.CLOSED,
            (Conversation.service_id == service_id) | (Conversation.our_address == number),
        )
    ).first()
    if found is None:
        return
    holder, name = found
    if holder == user.id:
        raise Conflict(say("You have an open conversation with them: write there."), "open")
    if holder is None:
        raise Conflict(say("They have written: their conversation waits to be taken."), "open")
    raise Conflict(say("%(name)s has an open conversation with them.", name=name), "open")


def _address_of(session: Session, contact: Contact, now: datetime) -> Address:
    """Where they wrote from last; else a number of theirs, one that agreed before any other."""
    known = session.scalar(
        select(Address)
        .where(
            Address.contact_id == contact.id,
            Address.channel == Channel.WHATSAPP.value,
            Address.merged_into_id.is_(None),
        )
        .order_by(Address.id.desc())
        .limit(1)
    )
    if known is not None:
        return known
    numbers = phone_numbers.of(session, contact.id)
    phones = [number.phone for number in numbers if number.phone]
    if not phones:
        raise Conflict(say("This contact has no number to write to. Add one first."), "no_number")
    agreed = consents.allowed(session, phones, Channel.WHATSAPP, ConsentPurpose.CAMPAIGN)
    phone = next((each for each in phones if each in agreed), phones[0])
    return addresses.add(session, Identity(Channel.WHATSAPP, phone), None, now)
