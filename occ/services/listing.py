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
    """The widgets that lead to the service."""
    return session.scalars(
        select(Widget)
        .join(WidgetService, WidgetService.widget_id == Widget.id)
        .where(WidgetService.service_id == service_id)
        .order_by(Widget.name)
    ).all()


def of_user(session: Session, user_id: int) -> Sequence[Service]:
    """The services the user was chosen for; those that everybody serves are not among them."""
    return session.scalars(
        select(Service)
        .join(ServiceMember, ServiceMember.service_id == Service.id)
        .where(ServiceMember.user_id == user_id, Service.archived_at.is_(None))
        .order_by(Service.name)
    ).all()
