"""Who is next: whom the service has its customers come back to, then the least loaded relative to
the limit, then the longest idle."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    nulls_first,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.db import plain
from occ.core.types import UtcDateTime
from occ.core.words import Words, say
from occ.routing import rule
from occ.routing.models import Rest
from occ.routing.seats import fit
from occ.services.models import UNASSIGNED_KEY, Service, ServiceMember
from occ.users.leases import live
from occ.users.models import READY, User

_FEW = 20
_CHOSEN = (User.id, User.auto_accept, User.offer_times)


class Chosen(NamedTuple):
    user_id: int
    auto_accept: bool
    offer_times: int
    """How many times as long as others they have to accept."""
    free_agents: int
    """How many could have had it."""
    is_staffed: bool
    """Whether the service has members of its own."""
    is_known: bool = False
    """Chosen because the customer had them last."""


def serves(service_id: int) -> ColumnElement[bool]:
    """A member of the service, or anybody where none is chosen (A8)."""
    members = exists().where(ServiceMember.service_id == service_id)
    member = exists().where(
        ServiceMember.service_id == service_id, ServiceMember.user_id == User.id
    )
    return or_(member.correlate(User), ~members)


def anyone_free(session: Session, service_id: int, now: datetime) -> bool:
    connection, _ = plain(session)
    return bool(connection.execute(_ANYONE, {"service": service_id, "now": now}).scalar())


def choose(session: Session, service_id: int, conversation_id: int, now: datetime) -> Chosen | None:
    """The agent who is to have the conversation; who passed on it comes after the others."""
    connection, _ = plain(session)
    asked = {"service": service_id, "conversation": conversation_id, "now": now}
    staffed, passed_on, known_to_id = connection.execute(_WAY, asked).one()
    if known_to_id is not None:
        known = connection.execute(_KNOWN, {**asked, "known": known_to_id}).one_or_none()
        if known is not None:
            return Chosen(*known, 1, bool(staffed), is_known=True)
    # Among the few who come first it takes no longer where a thousand could have it. None of
    # them where none has a live lease: then perhaps one of the others has.
    first = None if passed_on else connection.execute(_FIRST[bool(staffed)], asked).one_or_none()
    first = first or connection.execute(_OF_ALL, asked).one_or_none()
    if first is None:
        return None
    user_id, auto_accept, offer_times, free_agents = first
    return Chosen(user_id, auto_accept, offer_times, free_agents, bool(staffed))


def _turn(of: Any) -> tuple[Any, ...]:
    load, idle_since, number = rule.turn(of)
    return load, nulls_first(idle_since.asc()), number


def _of_the_first(*which: ColumnElement[bool]) -> Select[Any]:
    ready: list[Any] = [text(READY), *which]
    first = (
        select(*_CHOSEN, User.seats_taken, User.max_interactions, User.idle_since)
        .where(*ready)
        .order_by(*_turn(User))
        .limit(_FEW)
        .subquery()
    )
    count = select(func.count()).select_from(User).where(*ready).scalar_subquery()
    return (
        select(first.c.id, first.c.auto_accept, first.c.offer_times, count)
        .where(exists().where(live(first.c.id, _NOW)))
        .order_by(*_turn(first.c))
        .limit(1)
    )


_NOW: Any = bindparam("now", type_=UtcDateTime())
_SERVICE: Any = bindparam("service")
_CONVERSATION: Any = bindparam("conversation")
_MEMBERS = select(ServiceMember.user_id).where(ServiceMember.service_id == _SERVICE)
_ANYONE = select(exists().where(text(READY), fit(_NOW), serves(_SERVICE)))
_WAY = select(
    _MEMBERS.exists(),
    exists().where(Rest.conversation_id == _CONVERSATION),
    select(Conversation.known_to_id).where(Conversation.id == _CONVERSATION).scalar_subquery(),
)
_KNOWN = select(*_CHOSEN).where(
    User.id == bindparam("known"),
    text(READY),
    fit(_NOW),
    serves(_SERVICE),
    ~exists().where(
        Rest.user_id == User.id, Rest.conversation_id == _CONVERSATION, Rest.until > _NOW
    ),
)
_FIRST = {False: _of_the_first(), True: _of_the_first(User.id.in_(_MEMBERS))}
_OF_ALL = (
    select(*_CHOSEN, func.count().over())
    .outerjoin(Rest, and_(Rest.user_id == User.id, Rest.conversation_id == _CONVERSATION))
    .where(text(READY), fit(_NOW), serves(_SERVICE))
    .where(or_(Rest.until.is_(None), Rest.until <= _NOW))
    .order_by(func.coalesce(Rest.count, 0), *_turn(User))
    .limit(1)
)


def free_seats(session: Session, now: datetime) -> list[tuple[str, str, int]]:
    """Every service that is served: key, name, and the seats free for it."""
    services = session.execute(
        select(Service.id, Service.key, Service.name)
        .where(Service.archived_at.is_(None), Service.key != UNASSIGNED_KEY)
        .order_by(Service.name)
    ).all()
    free = func.coalesce(func.sum(User.max_interactions - User.seats_taken), 0)
    return [
        (key, name, session.scalar(select(free).where(fit(now), serves(service_id))) or 0)
        for service_id, key, name in services
    ]


def explain(chosen: Chosen) -> Words:
    if chosen.is_known:
        return say("Had this customer last, and is free.")
    if chosen.free_agents == 1:
        return say("The only one free for this service.")
    return say("Least busy, then longest idle, of %(free)s who were free.", free=chosen.free_agents)
