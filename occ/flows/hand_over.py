"""A conversation goes to another service's queue, or to a colleague: asked, or straight."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from occ.conversations.models import RETURNED, Conversation, State
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.errors import Conflict
from occ.core.locks import locked
from occ.core.words import say
from occ.flows import join_conversations, park_conversation, write_note
from occ.journal import entries as journal
from occ.routing import access, offers, queue, seats, tell
from occ.routing.models import Ending, Via
from occ.services import editing
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.users import accounts
from occ.users.models import User


def to_service(
    session: Session, user_id: int, key: str, service_key: str, now: datetime, note: str = ""
) -> int:
    """Put it at the head of a service's queue, with a note for who has it next.

    Where the customer has an open conversation with that service, it is joined to that one, whose
    agent keeps it. Raises NotFound, Conflict.
    """
    service = editing.by_key(session, service_key)
    if service.is_unassigned:
        raise Conflict(say("Nobody serves this queue. Choose a service."), "unserved")
    there = _open_there(session, key, service.id)
    conversation = _mine(session, user_id, key, note, now)
    if there is not None and there.id != conversation.id:
        _join(session, user_id, conversation, there, now)
        return conversation.id
    before = place_of(conversation)
    offers.end(session, conversation, Ending.HANDED_OVER, now)
    conversation.service_id, conversation.state = service.id, State.WAITING
    conversation.queue_rank = RETURNED
    conversation.queued_at, conversation.came_from_id = now, None
    if before.user_id is not None:
        _let_rest(session, conversation, before.user_id, now)
    session.flush()
    tell.conversation_changed(session, before, place_of(conversation))
    _write(session, user_id, key, {"service": service.name}, now)
    events.touch(session, service.id)
    queue.touch_all(session)
    return conversation.id


def ask_colleague(
    session: Session, user_id: int, key: str, colleague_key: str, now: datetime, note: str = ""
) -> int:
    """Offer it to a colleague, whose seat is kept for it; who accepts by themselves has it at once.

    Declined or missed, it goes to the head of its queue. Raises NotFound, Conflict.
    """
    offer = timedelta(seconds=store.load(session, RoutingSettings).offer_seconds)
    return to_colleague(session, user_id, key, colleague_key, now, note, offer)


def to_colleague(
    session: Session,
    user_id: int,
    key: str,
    colleague_key: str,
    now: datetime,
    note: str = "",
    offer: timedelta | None = None,
) -> int:
    """Give it to a colleague who has a free seat; it is theirs at once, or offered for so long.

    Raises NotFound, Conflict.
    """
    conversation = _mine(session, user_id, key, note, now)
    colleague = accounts.by_key(session, colleague_key)
    returns = conversation.state is State.PARKED and colleague.id == conversation.user_id
    if colleague.id == conversation.user_id and not returns:
        raise Conflict(say("%(name)s has this conversation already.", name=colleague.name))
    # What somebody parked and gets back is given by whoever does it.
    giver_id = user_id if returns else conversation.user_id or user_id
    giver = session.get_one(User, giver_id)
    before = place_of(conversation)
    offers.hold(session, [conversation])
    users = {giver.id, colleague.id}
    session.execute(locked(select(User.id).where(User.id.in_(users)).order_by(User.id)))
    offers.end(session, conversation, Ending.HANDED_OVER, now)
    if not seats.take(session, colleague.id, now):
        raise Conflict(
            say(
                "%(name)s has no free seat, is not available or may not take WhatsApp. "
                "Choose somebody else, or a service.",
                name=colleague.name,
            ),
            "no_seat",
        )
    if before.state in (State.ACTIVE, State.PARKED):
        conversation.queue_rank = RETURNED
    offers.begin(
        session,
        conversation,
        colleague.id,
        via=Via.HANDED_OVER,
        why=say("Handed over by %(name)s.", name=giver.name),
        offer=None if offer is None or colleague.auto_accept else offer * colleague.offer_times,
        now=now,
        before=before,
    )
    _write(session, user_id, key, {"user": colleague.name}, now)
    queue.touch_all(session)
    return conversation.id


def _mine(session: Session, user_id: int, key: str, note: str, now: datetime) -> Conversation:
    """With the note in it, if there is one: who refuses takes that back, too."""
    conversation = access.held_by(session, session.get_one(User, user_id), key)
    if note.strip():
        write_note.leave(session, conversation, user_id, note, now)
    return conversation


def _open_there(session: Session, key: str, service_id: int) -> Conversation | None:
    """What the same customer has open with the service; locked together, in their order."""
    address = select(Conversation.address_id).where(Conversation.key == key).scalar_subquery()
    in_service = and_(
        Conversation.address_id == address,
        Conversation.service_id == service_id,
        Conversation.state != State.CLOSED,
    )
    found = session.scalars(
        locked(
            select(Conversation)
            .where(or_(Conversation.key == key, in_service))
            .order_by(Conversation.id)
        ).execution_options(populate_existing=True)
    ).all()
    offers.hold(session, found)
    return next((one for one in found if one.service_id == service_id), None)


def _join(
    session: Session, user_id: int, given: Conversation, there: Conversation, now: datetime
) -> None:
    giver_id = given.user_id
    if there.state is State.PARKED:
        # Both seats in the order of their users: one is freed, the other taken.
        both = sorted({one for one in (giver_id, there.user_id) if one is not None})
        session.execute(locked(select(User.id).where(User.id.in_(both)).order_by(User.id)))
    stood = join_conversations.end_in(session, given, there, Ending.HANDED_OVER, now)
    if there.state is State.PARKED:
        park_conversation.come_back(session, there, say("Somebody handed its customer over."), now)
    elif there.state is State.WAITING:
        there.queue_rank = RETURNED
        if giver_id is not None:
            _let_rest(session, there, giver_id, now)
    session.flush()
    tell.conversation_changed(session, place_of(there))
    service = session.get_one(Service, there.service_id).name
    _write(session, user_id, given.key, {"service": service, "joined": there.key}, now)
    join_conversations.pour(session, stood, there)


def _let_rest(session: Session, conversation: Conversation, user_id: int, now: datetime) -> None:
    """It is not to come straight back to who gave it away."""
    pause = store.load(session, RoutingSettings).rest_seconds
    offers.rest(session, conversation.id, user_id, timedelta(seconds=pause), now)


def _write(session: Session, user_id: int, key: str, after: dict[str, str], now: datetime) -> None:
    journal.write(
        session,
        user_id,
        "conversation_handed_over",
        journal.Subject("conversation", key),
        now,
        after=after,
    )
