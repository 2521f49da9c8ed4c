"""The one door to a conversation: what a user may see and do of it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, aliased

from occ.contacts.models import Address
from occ.conversations.models import Conversation, State
from occ.core.errors import Conflict, NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.routing.models import Ending, Interaction
from occ.services.models import UNASSIGNED_KEY, Service, ServiceMember
from occ.users.models import User
from occ.users.permissions import Permission, may


def served_by(user: User) -> ColumnElement[bool]:
    """Services whose queue the user may see: their own, and those that everyone serves."""
    mine = select(ServiceMember.service_id).where(ServiceMember.user_id == user.id)
    staffed = select(ServiceMember.service_id)
    return (
        (Service.archived_at.is_(None))
        & (Service.key != UNASSIGNED_KEY)
        & (or_(Service.id.in_(mine), Service.id.not_in(staffed)))
    )


def visible(user: User) -> ColumnElement[bool]:
    """Conversations the user may see: all of them, or their own and what waits in their services.

    One that was closed stays readable for the agent who had it then, and for nobody who had it
    before: what was said after a hand-over is not theirs.
    """
    if may(user.role, Permission.OVERSEE):
        return true()
    return or_(
        Conversation.user_id == user.id,
        (Conversation.state == State.CLOSED) & closed_with(user),
        (Conversation.state == State.WAITING)
        & Conversation.service_id.in_(select(Service.id).where(served_by(user)))
        & (user.chat and user.whatsapp),
    )


def closed_with(user: User) -> ColumnElement[bool]:
    """Of closed conversations those that `visible` lets the user see."""
    if may(user.role, Permission.OVERSEE):
        return true()
    held = select(Interaction.conversation_id).where(
        Interaction.user_id == user.id,
        Interaction.accepted_at.is_not(None),
        Interaction.ending == Ending.CLOSED,
    )
    return Conversation.id.in_(held)


def readable(user: User) -> ColumnElement[bool]:
    """Those, and what the customers one has in hand said before, in the services one serves."""
    if may(user.role, Permission.OVERSEE):
        return true()
    held = aliased(Conversation)
    contacts = (
        select(Address.contact_id)
        .join(held, held.address_id == Address.id)
        .where(held.user_id == user.id, held.state.in_((State.ACTIVE, State.PARKED)))
    )
    theirs = select(Address.id).where(Address.contact_id.in_(contacts))
    return or_(
        visible(user),
        (Conversation.state == State.CLOSED)
        & Conversation.address_id.in_(theirs)
        & Conversation.service_id.in_(select(Service.id).where(served_by(user))),
    )


def had(session: Session, user: User, conversation: Conversation) -> bool:
    """Whether it was this user's work once, or they closed it."""
    theirs = select(Interaction.id).where(
        Interaction.conversation_id == conversation.id, Interaction.user_id == user.id
    )
    return conversation.closed_by_id == user.id or session.scalar(theirs.limit(1)) is not None


def conversation_for(session: Session, user: User, key: str, *, lock: bool = False) -> Conversation:
    """Raises NotFound for one the user may not see: that it exists is nobody's business."""
    query = select(Conversation).where(Conversation.key == key, readable(user))
    found = lock_row(session, query) if lock else session.scalar(query)
    if found is None:
        raise NotFound(
            say("This conversation is not open to you: it may have gone to a colleague.")
        )
    assert isinstance(found, Conversation)
    return found


def held_by(session: Session, user: User, key: str) -> Conversation:
    """A conversation, locked, that the user may act in: their own, or any for who oversees.

    Raises NotFound or Conflict.
    """
    conversation = conversation_for(session, user, key, lock=True)
    if conversation.state is State.CLOSED:
        raise Conflict(say("This conversation is closed."), "closed")
    if conversation.state is not State.ACTIVE or conversation.user_id != user.id:
        if not may(user.role, Permission.OVERSEE):
            raise Conflict(say("Accept the conversation before you answer."), "not_yours")
    return conversation
