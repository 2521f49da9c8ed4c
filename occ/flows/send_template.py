"""An agent has an approved template sent: inside WhatsApp's 24 hours or outside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.contacts.addresses import identity_of
from occ.contacts.models import Address
from occ.conversations.models import Conversation
from occ.core.errors import NotFound
from occ.core.words import say
from occ.flows import agent_reply, queue_message
from occ.flows.queue_message import Outgoing
from occ.messaging import templates
from occ.messaging.messages import Facts
from occ.messaging.ports import TemplateUse
from occ.messaging.routes import Route
from occ.routing import access
from occ.settings.pages import TWILIO
from occ.users.models import User


@dataclass(frozen=True)
class Chosen:
    """A template by its SID, and what stands for each of its variables."""

    sid: str
    variables: Mapping[str, str]


def send(
    session: Session, user_id: int, key: str, client_id: str, chosen: Chosen, now: datetime
) -> list[Facts]:
    """Queue it in the user's conversation; what screens are told of it.

    The same `client_id` again returns the same message and queues nothing. Raises NotFound,
    Conflict, Invalid.
    """
    user = session.get_one(User, user_id)
    repeated = agent_reply.sent_before(session, user, client_id)
    if repeated:
        return repeated
    conversation = access.held_by(session, user, key)
    repeated = agent_reply.sent_before(session, user, client_id)
    if repeated:
        return repeated
    agent_reply.demand_channel(session, conversation)
    use, body = worded(session, chosen)
    return [put(session, conversation, user, (Purpose.REPLY, client_id), (use, body), now)]


def worded(session: Session, chosen: Chosen) -> tuple[TemplateUse, str]:
    """How it leaves, and what it says. Raises NotFound, Invalid."""
    template = templates.by_sid(session, chosen.sid)
    if template is None:
        raise NotFound(say("This template is not in the list any more. Choose another one."))
    return templates.worded(template, chosen.variables)


def put(
    session: Session,
    conversation: Conversation,
    user: User,
    why: tuple[Purpose, str],
    text: tuple[TemplateUse, str],
    now: datetime,
) -> Facts:
    """Queue the template in a locked conversation. Raises Conflict, NotAllowed."""
    (purpose, client_id), (use, body) = why, text
    outgoing = Outgoing(
        purpose,
        user.id,
        Route(TWILIO, conversation.our_address),
        identity_of(session.get_one(Address, conversation.address_id)),
        body,
        use,
        client_id=client_id,
        conversation_id=conversation.id,
    )
    message = queue_message.queue(session, outgoing, now)
    return agent_reply.told(session, conversation, message, user, now)
