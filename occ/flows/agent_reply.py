"""An agent answers: may they, may it leave now, and into the outbox it goes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import payer
from occ.billing.payer import Payer, Purpose
from occ.contacts.addresses import identity_of
from occ.contacts.models import Address
from occ.conversations import canned, threads
from occ.conversations.models import Conversation
from occ.conversations.threads import place_of
from occ.core import events, ids
from occ.core.address import Channel, country_of, parse
from occ.core.errors import Conflict, OccError
from occ.core.words import say
from occ.flows import save_draft
from occ.messaging import gate, texts
from occ.messaging.messages import Facts, facts
from occ.messaging.models import Direction, HandOver, Message
from occ.messaging.ports import Kind
from occ.routing import access, audience
from occ.settings import store
from occ.settings.pages import CreditSettings, TwilioSettings
from occ.users.models import User


def reply(
    session: Session, user_id: int, key: str, client_id: str, body: str, now: datetime
) -> list[Facts]:
    """Queue an answer; what screens are told of its messages.

    The same `client_id` again returns the same messages and queues nothing.
    Raises NotFound, Conflict, OccError.
    """
    user = session.get_one(User, user_id)
    text = texts.storable(body).strip()
    if texts.is_blank(text):
        raise OccError(say("Write something first: an empty message can't be sent."), "empty")
    if len(text) > texts.LONGEST_REPLY:
        raise OccError(
            say("This is too long: at most %(most)s characters.", most=texts.LONGEST_REPLY),
            "too_long",
        )
    if missing := canned.unfilled(text):
        raise OccError(
            say("Fill in {%(field)s} first: it would arrive like that.", field=missing[0]),
            "unfilled",
        )
    repeated = sent_before(session, user, client_id)
    if repeated:
        return repeated
    conversation = access.held_by(session, user, key)
    repeated = sent_before(session, user, client_id)
    if repeated:
        return repeated
    who = payer.who_pays(session, Purpose.REPLY, user.id, demand_open(session, conversation, now))
    save_draft.sent(session, user.id, conversation.id, text)
    return [
        _queue(session, conversation, (user, who), client_id, part, piece, now)
        for part, piece in enumerate(texts.split(text))
    ]


def demand_open(session: Session, conversation: Conversation, now: datetime) -> CreditSettings:
    """Raises Conflict where no free text of ours may leave in the conversation now.

    What is paid from credit is read along: every answer asks.
    """
    credit = demand_channel(session, conversation)
    refusal = gate.against_reply(conversation.last_inbound_at, now)
    if refusal:
        raise Conflict(refusal, "window_shut")
    return credit


def demand_channel(session: Session, conversation: Conversation) -> CreditSettings:
    """The same of a template, which needs no window. Raises Conflict."""
    twilio, credit = store.load_both(session, TwilioSettings, CreditSettings)
    if not twilio.whatsapp:
        raise Conflict(
            say("WhatsApp is switched off in Settings → Advanced → Chat channel."), "channel_off"
        )
    if parse(conversation.our_address).channel is not Channel.WHATSAPP:
        raise Conflict(
            say("This came by SMS, which can't be answered from here. Call, or use WhatsApp."),
            "channel_off",
        )
    return credit


def sent_before(session: Session, user: User, client_id: str) -> list[Facts]:
    """What the same press of the same button has queued; empty where it is new."""
    rows = session.execute(
        select(Message, Conversation.key)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.author_id == user.id, Message.client_id == client_id)
        .order_by(Message.part)
    )
    return [facts(message, key, (user.key, user.name)) for message, key in rows]


def conversation_of(session: Session, user: User, client_id: str) -> int | None:
    """Where that press has queued something."""
    return session.scalar(
        select(Message.conversation_id).where(
            Message.author_id == user.id, Message.client_id == client_id
        )
    )


def _queue(
    session: Session,
    conversation: Conversation,
    by: tuple[User, Payer],
    client_id: str,
    part: int,
    body: str,
    now: datetime,
) -> Facts:
    user, who = by
    recipient = identity_of(session.get_one(Address, conversation.address_id))
    message = Message(
        key=ids.new("msg"),
        conversation_id=conversation.id,
        direction=Direction.OUT,
        kind=Kind.TEXT,
        body=body,
        at=now,
        author_id=user.id,
        client_id=client_id,
        part=part,
        sender=conversation.our_address,
        recipient=str(recipient),
        hand_over=HandOver.WAITING,
        due_at=now,
        tries=0,
        paid_by=who.by,
        wallet_id=who.wallet_id,
        country=country_of(recipient.phone) if who.wallet_id and recipient.phone else None,
    )
    session.add(message)
    session.flush()
    return told(session, conversation, message, user, now)


def told(
    session: Session, conversation: Conversation, message: Message, user: User, now: datetime
) -> Facts:
    """A message of the user's is the last of a locked conversation: screens hear of it."""
    threads.answer(session, conversation, message.body, now)
    shown = facts(message, conversation.key, (user.key, user.name))
    events.record(
        session,
        "message_added",
        {"conversation": conversation.key, "message": shown},
        audience.of(place_of(conversation)),
    )
    return shown
