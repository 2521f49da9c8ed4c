"""What is left of an erased contact goes, a slice a transaction; a killed one goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Text, cast, exists, or_, select, update
from sqlalchemy.orm import Session

from occ.campaigns import erasing as places
from occ.contacts import addresses, import_rows
from occ.contacts.erasing import NOBODY, Theirs
from occ.contacts.erasure_models import Erasure, Step
from occ.contacts.exports import ContactExport
from occ.contacts.import_models import Import
from occ.contacts.models import Address
from occ.conversations import emptying
from occ.conversations.models import Conversation, State
from occ.conversations.threads import place_of
from occ.core import address
from occ.core.events import StreamEvent
from occ.core.locks import lock_row
from occ.core.words import say
from occ.credentials import register
from occ.credentials.models import OPEN, Account
from occ.flows import end_credentials, join_conversations
from occ.flows.delivery_status import moved_on
from occ.flows.erase_contact import theirs_of
from occ.flows.import_contacts import discard
from occ.journal import entries as journal
from occ.messaging import emptying as texts
from occ.messaging.models import ERASED_FILES, Direction, HandOver, MediaFile, Message, Upload
from occ.routing import tell
from occ.routing.models import Ending

_PAUSE = timedelta(seconds=5)
"""While something of theirs is being handed over, imported or fetched."""
_WEBHOOKS, _PLACES = 1000, 5000


def due(session: Session, now: datetime) -> int | None:
    """The id of an erasure that goes on now."""
    under_way = select(Erasure.id).where(Erasure.done_at.is_(None), Erasure.due_at <= now)
    return session.scalar(under_way.order_by(Erasure.due_at).limit(1))


def go_on(session: Session, erasure_id: int, now: datetime) -> bool:
    """The next slice; whether there may be more to do at once."""
    erasure: Erasure = lock_row(session, select(Erasure).where(Erasure.id == erasure_id))
    if erasure.done_at is not None:
        return False
    became = _STEPS[erasure.step](session, erasure, theirs_of(erasure), now)
    if became is _WAIT:
        erasure.due_at = now + _PAUSE
    elif became is not None:
        erasure.cursor = became
    else:
        erasure.step, erasure.cursor = _NEXT[erasure.step], 0
        if erasure.step is Step.DONE:
            erasure.theirs, erasure.done_at = {}, now
    session.flush()
    return erasure.done_at is None and became is not _WAIT


_WAIT = -1
"""In place of a cursor: later. None: this step is done."""


def _conversations(session: Session, erasure: Erasure, theirs: Theirs, now: datetime) -> int | None:
    conversation: Conversation | None = lock_row(
        session,
        select(Conversation)
        .join(Address, Address.id == Conversation.address_id)
        .where(Address.contact_id == erasure.contact_id, Conversation.emptied_at.is_(None))
        .order_by(Conversation.id)
        .limit(1),
    )
    if conversation is None:
        return None
    if conversation.state is not State.CLOSED:
        _belongs_to_who_writes_now(session, conversation, now)
        return 0
    done, unsent = emptying.empty(session, conversation, now)
    moved_on(session, unsent, now)
    if not done:
        of_it = Message.conversation_id == conversation.id
        return 0 if texts.are_left(session, of_it & _is_still) else _WAIT
    _silence(session, conversation)
    tell.thread_emptied(session, place_of(conversation))
    return 0


_is_still = or_(Message.hand_over.is_(None), Message.hand_over != HandOver.CALLING)


def _belongs_to_who_writes_now(session: Session, conversation: Conversation, now: datetime) -> None:
    """Their words came in the very instant in which they were erased: nothing of those is lost."""
    sender = session.scalar(
        select(Message.sender)
        .where(Message.conversation_id == conversation.id, Message.direction == Direction.IN)
        .order_by(Message.id.desc())
        .limit(1)
    )
    new = addresses.add(session, address.parse(str(sender)), None, now)
    twin: Conversation | None = lock_row(
        session,
        select(Conversation).where(
            Conversation.address_id == new.id,
            Conversation.service_id == conversation.service_id,
            Conversation.state != State.CLOSED,
        ),
    )
    if twin is None:
        conversation.address_id = new.id
        session.flush()
        tell.conversation_changed(session, place_of(conversation))
        return
    stood = join_conversations.end_in(session, conversation, twin, Ending.MERGED, now)
    join_conversations.pour(session, stood, twin)


def _silence(session: Session, conversation: Conversation) -> None:
    """Pages that come late are told what was said within the hour: not this any more."""
    session.execute(
        update(StreamEvent)
        .where(cast(StreamEvent.facts, Text).contains(conversation.key, autoescape=True))
        .values(name="erased", facts={})
        .execution_options(synchronize_session=False)
    )


def _written_first(session: Session, erasure: Erasure, theirs: Theirs, now: datetime) -> int | None:
    to_them = Message.conversation_id.is_(None) & Message.recipient.in_(theirs.written)
    moved_on(session, texts.messages(session, to_them, now), now)
    if texts.are_left(session, to_them & _is_still):
        return 0
    return _WAIT if texts.are_left(session, to_them) else None


def _webhooks(session: Session, erasure: Erasure, theirs: Theirs, now: datetime) -> int | None:
    return texts.webhooks_that_tell(session, theirs.signs, erasure.cursor, _WEBHOOKS)


def _recipients(session: Session, erasure: Erasure, theirs: Theirs, now: datetime) -> int | None:
    return places.forget(session, theirs.phones, erasure.cursor, _PLACES)


def _imports(session: Session, erasure: Erasure, theirs: Theirs, now: datetime) -> int | None:
    """A table can't be emptied of one line: every file of contacts goes that is still here."""
    found = session.scalars(select(Import).where(Import.file != "").order_by(Import.id)).all()
    for each in found:
        if each.state in import_rows.RESTING:
            discard(session, None, each.key, now)
    return _WAIT if found else None


def _accounts(session: Session, erasure: Erasure, theirs: Theirs, now: datetime) -> int | None:
    number = session.scalar(
        select(Account.id).where(Account.phone.in_(theirs.phones)).order_by(Account.id).limit(1)
    )
    if number is None:
        return None
    end_credentials.end(session, number, _ERASED, now)
    account = register.locked(session, number)
    if account.state in OPEN:
        return _WAIT
    register.purge(account)
    account.name, account.phone, account.reason = NOBODY, None, None
    journal.blank(session, journal.Subject("account", account.key))
    return 0


_ERASED = say("The person it was for has been erased.")


def _files(session: Session, erasure: Erasure, theirs: Theirs, now: datetime) -> int | None:
    """The job takes them off the disk; here is only waited for it."""
    of_them = (
        select(Conversation.id)
        .join(Address, Address.id == Conversation.address_id)
        .where(Address.contact_id == erasure.contact_id)
    )
    kept = exists().where(
        MediaFile.message_id == Message.id, ERASED_FILES, Message.conversation_id.in_(of_them)
    )
    attached = exists().where(Upload.conversation_id.in_(of_them))
    exported = exists().where(
        ContactExport.contact_id == erasure.contact_id, ContactExport.file != ""
    )
    return _WAIT if session.scalar(select(or_(kept, attached, exported))) else None


_STEPS: dict[Step, Callable[[Session, Erasure, Theirs, datetime], int | None]] = {
    Step.CONVERSATIONS: _conversations,
    Step.WRITTEN_FIRST: _written_first,
    Step.WEBHOOKS: _webhooks,
    Step.RECIPIENTS: _recipients,
    Step.IMPORTS: _imports,
    Step.ACCOUNTS: _accounts,
    Step.FILES: _files,
}
_ORDER = list(Step)
_NEXT = dict(pairwise(_ORDER))
