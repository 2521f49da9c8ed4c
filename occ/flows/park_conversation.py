"""A conversation is put aside until its customer or a time returns: meanwhile it takes no seat.

It comes back to whoever parked it where they can be reached and have a free seat, else, or where
its service wants it otherwise, to the head of its queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from occ.conversations import threads
from occ.conversations.models import RETURNED, Conversation, State
from occ.conversations.threads import Place, place_of
from occ.core import events
from occ.core.clock import iso
from occ.core.errors import Conflict, Invalid
from occ.core.locks import lock_row
from occ.core.words import Words, say
from occ.flows.answer_offer import why_no_seat
from occ.journal import entries as journal
from occ.routing import access, offers, queue, seats, tell
from occ.routing.models import Ending, Via
from occ.services.models import Service
from occ.users.models import User

FURTHEST = timedelta(days=366)
_MOST_AT_ONCE = 200


def park(session: Session, user_id: int, key: str, until: datetime | None, now: datetime) -> int:
    """Until its customer writes, or `until` at the latest; its id.

    One's own, or any that somebody has, for who oversees. Raises NotFound, Conflict, Invalid.
    """
    if until is not None and not now < until <= now + FURTHEST:
        raise Invalid({"until": say("Choose a time to come, within a year.")})
    conversation = access.held_by(session, session.get_one(User, user_id), key)
    if conversation.state is not State.ACTIVE:
        raise Conflict(say("Only a conversation that somebody has can be parked."), "not_active")
    _set_aside(session, conversation, until, now)
    after = {"until": iso(until)} if until else {}
    subject = journal.Subject("conversation", key)
    journal.write(session, user_id, "conversation_parked", subject, now, after=after)
    return conversation.id


def take_back(session: Session, user_id: int, key: str, now: datetime) -> int:
    """By whoever may see it, into a free seat of theirs; its id. Raises NotFound, Conflict."""
    user, conversation = _parked(session, user_id, key)
    return _take_back(session, conversation, user, user_id, now)


def undo(session: Session, user_id: int, key: str, now: datetime) -> int:
    """Take the parking back: it is with whom it was, also where somebody who oversees parked it.

    Its id. Raises NotFound, Conflict.
    """
    user, conversation = _parked(session, user_id, key)
    return _take_back(session, conversation, user, conversation.user_id or user_id, now)


def _parked(session: Session, user_id: int, key: str) -> tuple[User, Conversation]:
    user = session.get_one(User, user_id)
    conversation = access.conversation_for(session, user, key, lock=True)
    if conversation.state is not State.PARKED:
        raise Conflict(say("This conversation is parked no more."), "not_parked")
    return user, conversation


def _take_back(
    session: Session, conversation: Conversation, by: User, holder_id: int, now: datetime
) -> int:
    if not seats.take(session, holder_id, now):
        raise Conflict(_why_it_stays(session, by, holder_id), "no_seat")
    _give(session, conversation, holder_id, say("Taken back by %(name)s.", name=by.name), now)
    return conversation.id


def _why_it_stays(session: Session, by: User, holder_id: int) -> Words:
    if holder_id == by.id:
        return why_no_seat(session, holder_id)
    return say(
        "%(name)s has no free seat or is not available: it stays parked.",
        name=session.get_one(User, holder_id).name,
    )


def come_back(session: Session, conversation: Conversation, why: Words, now: datetime) -> Place:
    """A locked conversation that is parked is somebody's again, or waits. Where it stands now."""
    holder_id = conversation.user_id
    returns = session.get_one(Service, conversation.service_id).returns_parked
    if returns and holder_id is not None and seats.take(session, holder_id, now):
        _give(session, conversation, holder_id, why, now)
    else:
        before = place_of(conversation)
        conversation.state, conversation.queue_rank = State.WAITING, RETURNED
        conversation.user_id = conversation.parked_until = conversation.queued_at = None
        threads.wait_since(session, conversation, now)
        session.flush()
        tell.conversation_changed(session, before, place_of(conversation))
        events.touch(session, conversation.service_id)
    return place_of(conversation)


def heard(session: Session, conversation_id: int, now: datetime) -> Place:
    """Its customer has written."""
    found: Conversation = lock_row(
        session, select(Conversation).where(Conversation.id == conversation_id)
    )
    if found.state is not State.PARKED:
        return place_of(found)
    return come_back(session, found, say("The customer wrote while it was parked."), now)


def put_back(conversation: Conversation) -> None:
    """A locked one that was closed while it was parked, with its time and whose it is again."""
    conversation.state = State.PARKED
    conversation.user_id = conversation.aside_for_id
    conversation.parked_until = conversation.aside_until
    conversation.aside_for_id = conversation.aside_until = None


def overdue(session: Session, now: datetime) -> Sequence[int]:
    """Those whose time has come."""
    return session.scalars(
        select(Conversation.id)
        .where(
            Conversation.state == State.PARKED,
            Conversation.parked_until <= now,
        )
        .order_by(Conversation.parked_until)
        .limit(_MOST_AT_ONCE)
    ).all()


def wake(session: Session, conversation_id: int, now: datetime) -> None:
    found: Conversation = lock_row(
        session, select(Conversation).where(Conversation.id == conversation_id)
    )
    if found.state is not State.PARKED or found.parked_until is None or found.parked_until > now:
        return
    come_back(session, found, say("It was parked until now."), now)


def silent(session: Session, now: datetime) -> Sequence[int]:
    """Those whose customers have left our answer unanswered, with whom they are now, for as long as
    the service allows.
    """
    found: list[int] = []
    rules = select(Service.id, Service.park_after_hours).where(Service.park_after_hours > 0)
    for service_id, hours in session.execute(rules):
        found += session.scalars(
            _silent_in(service_id, now - timedelta(hours=hours)).limit(_MOST_AT_ONCE)
        )
    return found


def park_silent(session: Session, conversation_id: int, now: datetime) -> None:
    """Put it aside until they write, unless they or we have written meanwhile, or it has just come
    to somebody.
    """
    conversation: Conversation = lock_row(
        session, select(Conversation).where(Conversation.id == conversation_id)
    )
    hours = session.get_one(Service, conversation.service_id).park_after_hours
    limit = now - timedelta(hours=hours)
    if not hours or conversation.unanswered_since or conversation.last_at > limit:
        return
    if conversation.accepted_at is None or conversation.accepted_at > limit:
        # Nobody's, or taken back, handed over or woken since: whoever has it now wants it.
        return
    _set_aside(session, conversation, None, now)
    subject = journal.Subject("conversation", conversation.key)
    journal.write(session, None, "conversation_parked", subject, now)


def _silent_in(service_id: int, limit: datetime) -> Select[int]:
    return select(Conversation.id).where(
        Conversation.service_id == service_id,
        Conversation.state == State.ACTIVE,
        Conversation.unanswered_since.is_(None),
        Conversation.last_at <= limit,
        Conversation.accepted_at <= limit,
    )


def _set_aside(
    session: Session, conversation: Conversation, until: datetime | None, now: datetime
) -> None:
    before = place_of(conversation)
    holder_id = offers.end(session, conversation, Ending.PARKED, now)
    conversation.state, conversation.user_id = State.PARKED, holder_id
    conversation.parked_until = until
    session.flush()
    tell.conversation_changed(session, before, place_of(conversation))
    queue.touch_all(session)


def _give(
    session: Session, conversation: Conversation, user_id: int, why: Words, now: datetime
) -> None:
    offers.begin(session, conversation, user_id, via=Via.RETURNED, why=why, offer=None, now=now)
