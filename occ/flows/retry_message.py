"""A failed message is tried again: a real new attempt."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing.payer import ANSWERS
from occ.conversations.models import Conversation
from occ.core.errors import Conflict, NotFound
from occ.core.locks import lock_row
from occ.core.words import say
from occ.flows import agent_reply
from occ.flows.delivery_status import tell_messages
from occ.flows.record_attempt import CHECKING
from occ.journal import entries as journal
from occ.messaging import payment
from occ.messaging.models import Attempt, AttemptState, Direction, HandOver, Message
from occ.messaging.ports import Delivery
from occ.routing import access
from occ.users.models import User


def retry(session: Session, user_id: int, message_key: str, now: datetime) -> Message:
    """Queue it once more. For an unknown one this is the person's own decision to send again.

    Raises NotFound, Conflict.
    """
    message, conversation = own_message(session, user_id, message_key)
    began_it = message.author_id == user_id and message.cause is None
    if message.purpose not in ANSWERS and not began_it:
        raise Conflict(say("Who had this sent decides whether it is repeated."), "not_yours")
    failed = message.hand_over in (HandOver.REFUSED, HandOver.UNKNOWN)
    if not failed and message.delivery is not Delivery.UNDELIVERED:
        raise Conflict(say("This message did not fail: there is nothing to repeat."), "not_failed")
    if message.template:
        agent_reply.demand_channel(session, conversation)
    else:
        agent_reply.demand_open(session, conversation, now)
    journal.write(
        session,
        user_id,
        "message_sent_again",
        journal.Subject("conversation", conversation.key),
        now,
        before={"hand_over": message.hand_over, "reason_code": message.reason_code},
        after={"message": message.key},
    )
    queue_again(session, message, now)
    tell_messages(session, [message])
    return message


def queue_again(session: Session, message: Message, now: datetime) -> None:
    """A locked message waits again, as if it had never been tried."""
    payment.begin_anew(session, message, now)
    message.hand_over, message.delivery = HandOver.WAITING, None
    message.provider_sid = message.reason = message.reason_code = None
    message.due_at, message.tries = now, 0
    session.flush()


def look_again(session: Session, user_id: int, message_key: str, now: datetime) -> Message:
    """Have the provider's list asked once more for a message whose fate is unknown.

    Raises NotFound, Conflict.
    """
    message, _ = own_message(session, user_id, message_key)
    if message.hand_over is not HandOver.UNKNOWN:
        raise Conflict(say("What became of this message is known by now."), "known")
    search_again(session, message, now)
    tell_messages(session, [message])
    return message


def search_again(session: Session, message: Message, now: datetime) -> None:
    """The newest attempt of a locked message is looked up once more."""
    newest = session.scalars(
        select(Attempt).where(Attempt.message_id == message.id).order_by(Attempt.id.desc()).limit(1)
    ).one()
    newest.state, newest.resolve_at = AttemptState.LOST, now
    message.hand_over, message.reason = HandOver.CALLING, CHECKING.as_json()
    session.flush()


def own_message(session: Session, user_id: int, message_key: str) -> tuple[Message, Conversation]:
    """A message out, and its conversation, locked, that the user may act in. Raises NotFound."""
    user = session.get_one(User, user_id)
    conversation_key = session.scalar(
        select(Conversation.key)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Message.key == message_key, Message.direction == Direction.OUT)
    )
    if conversation_key is None:
        raise NotFound(say("There is no such message."))
    conversation = access.held_by(session, user, conversation_key)
    payer = select(Message.wallet_id, Message.batch_id).where(Message.key == message_key)
    payment.lock_payer(session, *session.execute(payer).one())
    message: Message = lock_row(session, select(Message).where(Message.key == message_key))
    return message, conversation
