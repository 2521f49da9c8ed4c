"""An agent answers: may they, may it leave now, and into the outbox it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import payer
from occ.billing.payer import Payer, Purpose
from occ.conversations import canned, outgoing, threads
from occ.conversations.models import Conversation
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.address import Channel, parse
from occ.core.errors import Conflict, OccError
from occ.core.words import Words, say
from occ.flows import save_draft
from occ.messaging import file_types, gate, kinds, media, sendable, texts, uploads
from occ.messaging.details import Details, Place
from occ.messaging.messages import Facts, facts
from occ.messaging.models import Message, Upload
from occ.messaging.ports import Kind
from occ.routing import access, audience
from occ.settings import store
from occ.settings.pages import CreditSettings, TwilioSettings
from occ.users.models import User


def reply(
    session: Session,
    user_id: int,
    key: str,
    client_id: str,
    body: str,
    now: datetime,
    files: Sequence[str] = (),
    place: Place | None = None,
) -> list[Facts]:
    """Queue an answer, with what was attached to it, or a place; what screens are told of it.

    The same `client_id` again returns the same messages and queues nothing.
    Raises NotFound, Conflict, OccError.
    """
    user = session.get_one(User, user_id)
    text = texts.storable(body).strip()
    if texts.is_blank(text) and not files and place is None:
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
    taken = uploads.take(session, user.id, conversation.id, files)
    return [
        _queue(session, conversation, (user, who), client_id, part, piece, now)
        for part, piece in enumerate(_pieces(text, taken) + _pin(place))
    ]


class Piece(NamedTuple):
    """One message of an answer: WhatsApp takes one file each."""

    body: str
    upload: Upload | None = None
    place: Place | None = None


def _pieces(text: str, taken: Sequence[Upload]) -> list[Piece]:
    """A text that fits stands below the first picture or film, any other before the files."""
    if texts.is_blank(text):
        return [Piece("", each) for each in taken]
    fits = len(text) <= sendable.LONGEST_CAPTION
    shown = (each for each in taken if file_types.shape(each.content_type) in sendable.CAPTIONED)
    below = next(shown, None) if fits else None
    before = [] if below else [Piece(piece) for piece in texts.split(text)]
    return before + [Piece(text if each is below else "", each) for each in taken]


def _pin(place: Place | None) -> list[Piece]:
    """Its words are what it is called: Twilio takes no place without."""
    return [Piece(place.label or place.figures, place=place)] if place else []


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
    found = [(message, key) for message, key in rows]
    files = media.of_messages(session, [message.id for message, _ in found])
    by = (user.key, user.name)
    return [facts(message, key, by, files.get(message.id, ())) for message, key in found]


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
    piece: Piece,
    now: datetime,
) -> Facts:
    user, who = by
    upload, place = piece.upload, piece.place
    kind, line = _kind(piece)
    message = Message(
        kind=kind,
        body=piece.body,
        line=line.as_json() if line else None,
        details=Details(place=place).as_json() if place else None,
        author_id=user.id,
        client_id=client_id,
        part=part,
    )
    outgoing.queue(session, conversation, message, who, now)
    shown = [media.keep(session, message.id, upload, now)] if upload else []
    return told(session, conversation, message, user, now, shown)


def _kind(piece: Piece) -> tuple[Kind, Words | None]:
    """And one line that says what it is, where it is no text."""
    if piece.place:
        return Kind.LOCATION, say("Location: %(place)s", place=piece.body)
    if piece.upload:
        kind = Kind(file_types.shape(piece.upload.content_type).value)
        return kind, kinds.NAMES[kind]
    return Kind.TEXT, None


def told(
    session: Session,
    conversation: Conversation,
    message: Message,
    user: User,
    now: datetime,
    files: Sequence[Facts] = (),
) -> Facts:
    """A message of the user's is the last of a locked conversation: screens hear of it."""
    threads.answer(conversation, message, now)
    shown = facts(message, conversation.key, (user.key, user.name), files)
    events.record(
        session,
        "message_added",
        {"conversation": conversation.key, "message": shown},
        audience.of(place_of(conversation)),
    )
    return shown
