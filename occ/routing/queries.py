"""Read conversations as the rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, select
from sqlalchemy.orm import Session

from occ.contacts.models import Address, Contact
from occ.conversations import labels
from occ.conversations import queries as threads
from occ.conversations.labels import Label, Tagging
from occ.conversations.models import Conversation, State
from occ.core.address import readable
from occ.core.clock import iso
from occ.core.priority import name_of
from occ.messaging import window
from occ.messaging.models import FAILED, Direction, Message
from occ.routing import rule
from occ.routing.access import visible
from occ.routing.models import Interaction, InteractionState
from occ.services.models import Service
from occ.users.models import User
from occ.users.permissions import Permission, may

Summary = dict[str, Any]
MOST = 200
"""Rows of each list that a console is given."""
MOST_COLLEAGUES = 1_000
MOST_RENEWED = 50
"""Of colleagues' conversations, with a renewal."""


def summary(session: Session, conversation_id: int) -> Summary:
    row = session.execute(_rows().where(Conversation.id == conversation_id)).one()
    return _summaries(session, [row])[0]


def summaries(session: Session, conversation_ids: Sequence[int]) -> list[Summary]:
    """In the order of the ids."""
    rows = session.execute(_rows().where(Conversation.id.in_(conversation_ids))).all()
    place = {number: at for at, number in enumerate(conversation_ids)}
    return _summaries(session, sorted(rows, key=lambda row: place[row[0].id]))


def at_hand(session: Session, user: User) -> list[Summary]:
    """What a console shows: one's own with what is wrapped up, offers, parked ones, the queues'
    heads; for who oversees everybody's, the longest unanswered first.
    """
    parked = _open(user).where(Conversation.state == State.PARKED)
    wrapping = select(Interaction.conversation_id).where(
        Interaction.user_id == user.id, Interaction.state == InteractionState.WRAPPING
    )
    lists = (
        _held(user).limit(MOST),
        parked.order_by(
            _others_last(user),
            Conversation.parked_until.is_(None),
            Conversation.parked_until,
            Conversation.last_at.desc(),
            Conversation.id,
        ).limit(MOST),
        wrapping.limit(MOST),
        _queue(user).limit(MOST),
    )
    return summaries(session, [number for each in lists for number in session.scalars(each)])


def more(session: Session, user: User) -> list[Summary]:
    """What has come within the reach of a console whose lists were too long to be given whole."""
    found = list(session.scalars(_queue(user).limit(MOST)))
    if may(user.role, Permission.OVERSEE):
        found += session.scalars(_held(user).limit(MOST_RENEWED))
    return summaries(session, found)


def _open(user: User) -> Select[int]:
    return select(Conversation.id).where(visible(user), Conversation.state != State.CLOSED)


def _queue(user: User) -> Select[int]:
    waiting = _open(user).where(Conversation.state == State.WAITING)
    return waiting.order_by(*rule.place(Conversation))


def _held(user: User) -> Select[int]:
    """What somebody has or is offered."""
    return (
        _open(user)
        .where(Conversation.state.not_in((State.WAITING, State.PARKED)))
        .order_by(
            _others_last(user),
            Conversation.unanswered_since.is_(None),
            Conversation.unanswered_since,
            Conversation.id.desc(),
        )
    )


def _others_last(user: User) -> ColumnElement[int]:
    return case((Conversation.user_id == user.id, 0), else_=1)


def colleagues(session: Session, free: ColumnElement[bool]) -> list[tuple[str, str, int]]:
    """Users who can be handed a conversation now: key, name, free seats; the freest first.

    The page finds among them by name.
    """
    seats = User.max_interactions - User.seats_taken
    people = select(User.key, User.name, seats).where(free)
    found = session.execute(people.order_by(seats.desc(), User.name).limit(MOST_COLLEAGUES))
    return [(key, name, count) for key, name, count in found]


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Conversation,
            Service.key.label("service_key"),
            Service.name.label("service_name"),
            Contact.key.label("contact_key"),
            Contact.name.label("contact_name"),
            Contact.language.label("contact_language"),
            Contact.priority,
            Address.phone,
            User.key.label("user_key"),
            User.name.label("user_name"),
            Interaction.key.label("interaction_key"),
            Interaction.offered_at,
            Interaction.offer_ends_at,
            Interaction.why,
            Interaction.via,
            Interaction.read_until,
            Interaction.wrap_ends_at,
            Label.key.label("outcome_key"),
            Label.name.label("outcome_name"),
            _unread(func.count()).label("unread"),
            _unread(func.max(Message.id)).label("heard"),
            exists()
            .where(Message.conversation_id == Conversation.id, FAILED)
            .correlate(Conversation)
            .label("has_failed"),
            exists()
            .where(Tagging.conversation_id == Conversation.id)
            .correlate(Conversation)
            .label("has_tags"),
        )
        .join(Service, Service.id == Conversation.service_id)
        .join(Address, Address.id == Conversation.address_id)
        .join(Contact, Contact.id == Address.contact_id)
        .outerjoin(User, User.id == Conversation.user_id)
        .outerjoin(Interaction, Interaction.id == Conversation.interaction_id)
        .outerjoin(Label, Label.id == Conversation.outcome_id)
    )


def _unread(what: ColumnElement[Any]) -> ColumnElement[Any]:
    """`what` of the customer's words that the agent who has the conversation has not read."""
    return (
        select(what)
        .where(
            Message.conversation_id == Conversation.id,
            Message.direction == Direction.IN,
            Message.id > func.coalesce(Interaction.read_until, 0),
            Conversation.state == State.ACTIVE,
        )
        .correlate(Conversation, Interaction)
        .scalar_subquery()
    )


def _summaries(session: Session, rows: Sequence[Row[Any]]) -> list[Summary]:
    failing = [row[0].id for row in rows if row.has_failed]
    failed = threads.failed(session, failing) if failing else {}
    tagged = [row[0].id for row in rows if row.has_tags]
    named = labels.tags_of(session, tagged) if tagged else {}
    return [_summary(row, failed.get(row[0].id, {}), named.get(row[0].id, [])) for row in rows]


def _summary(row: Row[Any], failed: dict[str, str], tagged: list[labels.Named]) -> Summary:
    conversation: Conversation = row[0]
    offer = None
    if conversation.state is State.OFFERED:
        offer = {"offered_at": iso(row.offered_at), "ends_at": iso(row.offer_ends_at)}
    return {
        "key": conversation.key,
        "number": conversation.id,
        "service": {"key": row.service_key, "name": row.service_name},
        "contact": {
            "key": row.contact_key,
            "name": row.contact_name,
            "address": readable(row.phone) if row.phone else None,
            "language": row.contact_language,
            "priority": name_of(row.priority),
        },
        "channel": "whatsapp",
        "sender": conversation.our_address,
        "state": conversation.state.value,
        "agent": {"key": row.user_key, "name": row.user_name} if row.user_key else None,
        "interaction": row.interaction_key,
        "offer": offer,
        "queue_rank": conversation.queue_rank,
        "waiting_since": iso(conversation.waiting_since),
        "stands_since": iso(conversation.stands_since),
        "opened_at": iso(conversation.opened_at),
        "accepted_at": iso(conversation.accepted_at),
        "closed_at": iso(conversation.closed_at),
        "last": {
            "body": conversation.last_body,
            "kind": conversation.last_kind.value,
            "line": conversation.last_line,
            "direction": conversation.last_direction.value,
            "at": iso(conversation.last_at),
        },
        "unanswered_since": iso(conversation.unanswered_since),
        "window_ends_at": iso(window.ends_at(conversation.last_inbound_at)),
        "read_until": row.read_until,
        "unread": row.unread,
        "heard": row.heard,
        "failed": failed,
        "tags": tagged,
        "outcome": {"key": row.outcome_key, "name": row.outcome_name} if row.outcome_key else None,
        "rating": conversation.rating,
        "parked_until": iso(conversation.parked_until),
        "wrap_ends_at": iso(row.wrap_ends_at),
        "why": row.why,
        "via": row.via.value if row.via else None,
    }
