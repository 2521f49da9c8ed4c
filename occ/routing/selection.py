"""Who is next: least loaded relative to the limit, then longest idle."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Float, and_, cast, exists, func, nulls_first, or_, select
from sqlalchemy.orm import Session

from occ.core.words import Words, say
from occ.routing.models import Rest
from occ.routing.seats import fit
from occ.services.models import UNASSIGNED_KEY, Service, ServiceMember
from occ.users.models import User


class Chosen(NamedTuple):
    user_id: int
    auto_accept: bool
    free_agents: int
    """How many could have had it."""


def serves(service_id: int) -> ColumnElement[bool]:
    """A member of the service, or anybody where none is chosen (A8)."""
    members = exists().where(ServiceMember.service_id == service_id)
    member = exists().where(
        ServiceMember.service_id == service_id, ServiceMember.user_id == User.id
    )
    return or_(member.correlate(User), ~members)


def anyone_free(session: Session, service_id: int, now: datetime) -> bool:
    return bool(session.scalar(select(exists().where(fit(now), serves(service_id)))))


def choose(session: Session, service_id: int, conversation_id: int, now: datetime) -> Chosen | None:
    """The agent who is to have the conversation; who passed on it comes after the others."""
    first = session.execute(
        select(User.id, User.auto_accept, func.count().over())
        .outerjoin(Rest, and_(Rest.user_id == User.id, Rest.conversation_id == conversation_id))
        .where(fit(now), serves(service_id), or_(Rest.until.is_(None), Rest.until <= now))
        .order_by(
            func.coalesce(Rest.count, 0),
            cast(User.seats_taken, Float) / User.max_interactions,
            nulls_first(User.idle_since.asc()),
            User.id,
        )
        .limit(1)
    ).one_or_none()
    return Chosen(*first) if first else None


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
    if chosen.free_agents == 1:
        return say("The only one free for this service.")
    return say("Least busy, then longest idle, of %(free)s who were free.", free=chosen.free_agents)
