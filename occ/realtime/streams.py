"""Which streams a user hears: their own, their services' queues; all of them, who oversees."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.routing import access, audience
from occ.services.models import Service
from occ.users.models import User
from occ.users.permissions import Permission, may


class Streams(NamedTuple):
    heard: frozenset[str]
    unheard: frozenset[str]
    """Of services: what a user's sockets may still be in from an earlier time."""


def of(session: Session, user: User) -> list[str]:
    heard = [audience.user(user.id)]
    if may(user.role, Permission.OVERSEE):
        return [*heard, *map(audience.oversight, session.scalars(select(Service.id)))]
    if user.chat and user.whatsapp:
        served = session.scalars(select(Service.id).where(access.served_by(user)))
        heard += map(audience.service, served)
    return heard


def parted(session: Session, user: User) -> Streams:
    heard = frozenset(of(session, user))
    return Streams(heard, _of_services(session) - heard)


def shut_out(session: Session, user_id: int) -> Streams:
    """Of somebody who is signed out, or no more."""
    return Streams(frozenset(), _of_services(session) | {audience.user(user_id)})


def of_service(service_id: int) -> frozenset[str]:
    return frozenset([audience.service(service_id), audience.oversight(service_id)])


def _of_services(session: Session) -> frozenset[str]:
    services = session.scalars(select(Service.id))
    return frozenset().union(*map(of_service, services))
