"""Reads for the pages of services."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from occ.services.models import UNASSIGNED_KEY, Service, ServiceMember, Widget, WidgetService
from occ.users.models import User


def live(session: Session) -> Sequence[Service]:
    """Every service but the one for what reaches no service."""
    return session.scalars(
        select(Service)
        .where(Service.archived_at.is_(None), Service.key != UNASSIGNED_KEY)
        .order_by(Service.name)
    ).all()


def members(session: Session) -> dict[int, set[int]]:
    """By service, of those that have any."""
    found: dict[int, set[int]] = {}
    for service_id, user_id in session.execute(
        select(ServiceMember.service_id, ServiceMember.user_id)
    ):
        found.setdefault(service_id, set()).add(user_id)
    return found


def takers(session: Session, service_id: int) -> int:
    """How many users' profiles let them take WhatsApp here: its members', or anybody's."""
    member = exists().where(
        ServiceMember.service_id == service_id, ServiceMember.user_id == User.id
    )
    chosen = exists().where(ServiceMember.service_id == service_id)
    fitting = select(func.count()).where(
        User.chat, User.whatsapp, User.disabled_at.is_(None), or_(member.correlate(User), ~chosen)
    )
    return session.scalar(fitting) or 0


def widgets(session: Session, service_id: int) -> Sequence[Widget]:
    """The widgets in use that lead to the service."""
    return session.scalars(
        select(Widget)
        .join(WidgetService, WidgetService.widget_id == Widget.id)
        .where(WidgetService.service_id == service_id, Widget.archived_at.is_(None))
        .order_by(Widget.name)
    ).all()


def names_by_user(session: Session) -> dict[int, list[str]]:
    """The services that users were chosen for; those that everybody serves are not among them."""
    rows = session.execute(
        select(ServiceMember.user_id, Service.name)
        .join(Service, Service.id == ServiceMember.service_id)
        .where(Service.archived_at.is_(None))
        .order_by(Service.name)
    )
    names: dict[int, list[str]] = {}
    for user_id, name in rows:
        names.setdefault(user_id, []).append(name)
    return names
