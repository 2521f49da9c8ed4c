"""Which streams a user hears: their own, their services' queues; all of them, who oversees."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.routing import access, audience
from occ.services.models import Service
from occ.users.models import User
from occ.users.permissions import Permission, may


def of(session: Session, user: User) -> list[str]:
    heard = [audience.user(user.id)]
    if may(user.role, Permission.OVERSEE):
        return [*heard, *map(audience.oversight, session.scalars(select(Service.id)))]
    if user.chat and user.whatsapp:
        served = session.scalars(select(Service.id).where(access.served_by(user)))
        heard += map(audience.service, served)
    return heard
