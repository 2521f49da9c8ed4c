"""A service says something by itself: at most once, to a person, in time, or not at all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import payer
from occ.billing.payer import By, Payer, Purpose
from occ.contacts import blocks, keywords
from occ.contacts.addresses import identity_of
from occ.contacts.keywords import Keyword
from occ.contacts.models import Address, Contact
from occ.conversations import automatic_texts, outgoing
from occ.conversations.models import Conversation, State
from occ.conversations.threads import Place, place_of
from occ.core import events
from occ.core.address import Channel, Identity, country_of, parse
from occ.core.locks import lock_row
from occ.messaging import gate
from occ.messaging.messages import facts
from occ.messaging.models import Direction, Message, is_late
from occ.messaging.ports import Inbound, Kind
from occ.routing import audience, expected
from occ.services import automatic, opening, said_when
from occ.services.automatic import Text, TextKind
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import CompanySettings, TwilioSettings

_SPOKEN_IN = {"IT": "it", "SM": "it", "VA": "it", "PL": "pl", "FR": "fr", "MC": "fr", "IR": "fa"}
_SPOKEN_IN |= {"AF": "fa", "GB": "en", "IE": "en", "US": "en", "AU": "en", "NZ": "en"}


def answer(
    session: Session,
    place: Place,
    inbound: Inbound,
    keyword: Keyword | None,
    opened: bool,
    now: datetime,
) -> None:
    """To what has just come: HELP's text, or that it is closed, or a greeting.

    To nothing that came late, that a machine said, or that is STOP or START: whoever has just
    asked for no more texts is sent none.
    """
    if is_late(inbound.written_at, now) or keyword in (Keyword.STOP, Keyword.START):
        return
    if not automatic.says_anything(session, place.service_id):
        return
    service = session.get_one(Service, place.service_id)
    conversation = session.get_one(Conversation, place.id, populate_existing=True)
    kind = _kind(session, service, conversation, keyword, opened, now)
    if kind is None or not automatic.of(service.texts, kind).is_on:
        return
    if automatic_texts.is_automatic(session, conversation.address_id, inbound.body, now):
        return
    say(session, service, conversation, kind, now)


def _kind(
    session: Session,
    service: Service,
    conversation: Conversation,
    keyword: Keyword | None,
    opened: bool,
    now: datetime,
) -> TextKind | None:
    if keyword is Keyword.HELP and automatic.of(service.texts, TextKind.HELP).is_on:
        return TextKind.HELP
    if not opening.of(session, service).is_open(now):
        in_hand = conversation.state in (State.ACTIVE, State.OFFERED)
        return None if in_hand else TextKind.OUT_OF_HOURS
    return TextKind.GREETING if opened else None


def say(
    session: Session,
    service: Service,
    conversation: Conversation,
    kind: TextKind,
    now: datetime,
    starter_id: int | None = None,
) -> bool:
    """Queue the text in a locked conversation, where it may be said now; whether it was.

    `starter_id`: whose act it follows, and whose credit it takes where replies take any.
    """
    text = automatic.of(service.texts, kind)
    if not text.is_on or not any(text.said.values()) or not _may_leave(session, conversation, now):
        return False
    if kind is not TextKind.CLOSING and automatic_texts.was_told(session, conversation, kind, now):
        return False
    if automatic_texts.is_hurried(session, conversation.address_id, now):
        return False
    if not automatic_texts.claim(session, conversation.id, kind, now):
        return False
    body = _body(session, service, conversation, kind, text, now)
    who = payer.who_pays(session, Purpose.GREETING, starter_id) if starter_id else _NOBODY
    _queue(session, conversation, kind, body, who, now)
    return True


_NOBODY = Payer(By.NOBODY)


def is_welcome(session: Session, conversation: Conversation) -> bool:
    """Whether a person said the last words in it, and these did not ask for no more texts."""
    said = session.execute(
        select(Message.id, Message.body, Message.at)
        .where(Message.conversation_id == conversation.id, Message.direction == Direction.IN)
        .order_by(Message.id.desc())
        .limit(1)
    ).one_or_none()
    if said is None:
        return True
    channel = parse(conversation.our_address).channel
    if keywords.read(said.body, channel) in (Keyword.STOP, Keyword.START):
        return False
    return not automatic_texts.is_automatic(
        session, conversation.address_id, said.body, said.at, said.id
    )


def _may_leave(session: Session, conversation: Conversation, now: datetime) -> bool:
    if parse(conversation.our_address).channel is not Channel.WHATSAPP:
        return False
    if not store.load(session, TwilioSettings).whatsapp:
        return False
    if conversation.blocked_at or blocks.silences(session, conversation.address_id):
        return False
    if gate.against_reply(conversation.last_inbound_at, now) is not None:
        return False
    # Of who was erased no number is left to write to.
    return session.get_one(Address, conversation.address_id).erased_at is None


def _body(
    session: Session,
    service: Service,
    conversation: Conversation,
    kind: TextKind,
    text: Text,
    now: datetime,
) -> str:
    address = session.get_one(Address, conversation.address_id)
    contact = session.get_one(Contact, address.contact_id)
    company = store.load(session, CompanySettings)
    spoken = [contact.language or "", _of_number(identity_of(address)), company.language]
    language, body = text.in_one_of(spoken)
    fields = {"name": contact.name or "", "service": service.name}
    if kind is TextKind.OUT_OF_HOURS:
        hours = opening.of(session, service)
        opens = hours.next_opening(now)
        fields["opens"] = said_when.moment(opens, hours.zone, language, now) if opens else ""
    if kind is TextKind.POSITION:
        place = expected.place_of(session, conversation)
        wait = expected.wait(session, service.id, place, now)
        fields["position"] = said_when.count(place, language)
        fields["wait"] = said_when.length(wait, language) if wait else ""
    return automatic.filled(body, fields)


def _of_number(identity: Identity) -> str:
    """The language of the number's country, where it is one of ours."""
    country = country_of(identity.phone) if identity.phone else None
    return _SPOKEN_IN.get(country or "", "")


def _queue(
    session: Session,
    conversation: Conversation,
    kind: TextKind,
    body: str,
    who: Payer,
    now: datetime,
) -> None:
    """Nobody's words: they answer no customer, and the list goes on showing the customer's."""
    message = Message(
        kind=Kind.TEXT, body=body, details={"automatic": kind.value}, purpose=Purpose.GREETING
    )
    outgoing.queue(session, conversation, message, who, now)
    shown = {"conversation": conversation.key, "message": facts(message, conversation.key, None)}
    events.record(session, "message_added", shown, audience.of(place_of(conversation)))


def locked(session: Session, conversation_id: int) -> Conversation:
    found: Conversation = lock_row(
        session, select(Conversation).where(Conversation.id == conversation_id)
    )
    return found
