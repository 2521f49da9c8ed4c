"""A message of ours in a conversation goes into the outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing.payer import Payer
from occ.contacts.addresses import identity_of
from occ.contacts.models import Address
from occ.conversations.models import Conversation
from occ.core import ids
from occ.core.address import country_of
from occ.messaging.models import Direction, HandOver, Message


def queue(
    session: Session, conversation: Conversation, message: Message, who: Payer, now: datetime
) -> None:
    """Queue a message that has its words: it leaves from the number that was written to."""
    recipient = identity_of(session.get_one(Address, conversation.address_id))
    message.key = ids.new("msg")
    message.conversation_id = conversation.id
    message.direction = Direction.OUT
    message.sender, message.recipient = conversation.our_address, str(recipient)
    message.at = message.due_at = now
    message.hand_over, message.tries = HandOver.WAITING, 0
    message.paid_by, message.wallet_id = who.by, who.wallet_id
    if who.wallet_id and recipient.phone:
        message.country = country_of(recipient.phone)
    session.add(message)
    session.flush()
