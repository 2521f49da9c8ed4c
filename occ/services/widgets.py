"""Widgets: which services a website's button leads to (A4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occ.core.db import insert
from occ.core.errors import NotFound
from occ.core.words import say
from occ.journal import entries as journal
from occ.services.models import Service, Widget, WidgetService


def by_key(session: Session, key: str) -> Widget:
    """Raises NotFound."""
    widget = session.scalar(select(Widget).where(Widget.key == key))
    if widget is None:
        raise NotFound(say("There is no such widget."))
    return widget


def reachable_services(session: Session, widget: Widget) -> Sequence[Service]:
    """The services it leads to that can be written to now, in the administrator's order."""
    return session.scalars(
        select(Service)
        .join(WidgetService, WidgetService.service_id == Service.id)
        .where(
            WidgetService.widget_id == widget.id,
            Service.archived_at.is_(None),
            Service.chat,
            Service.whatsapp,
            Service.whatsapp_number.is_not(None),
        )
        .order_by(WidgetService.position)
    ).all()


def save(
    session: Session,
    actor_id: int | None,
    key: str,
    name: str,
    services: Sequence[Service],
    origins: Sequence[str],
    now: datetime,
) -> Widget:
    """Make the widget of this key, or change it."""
    before = facts(session, key)
    session.execute(
        insert(session, Widget.__table__)
        .values(key=key, name=name, allowed_origins=list(origins), created_at=now)
        .on_conflict_do_update(
            index_elements=["key"], set_={"name": name, "allowed_origins": list(origins)}
        )
    )
    widget = by_key(session, key)
    session.execute(delete(WidgetService).where(WidgetService.widget_id == widget.id))
    for position, service in enumerate(services):
        session.add(WidgetService(widget_id=widget.id, service_id=service.id, position=position))
    session.flush()
    after = facts(session, key)
    if before != after:
        journal.write(
            session,
            actor_id,
            "widget_saved",
            journal.Subject("widget", key),
            now,
            before=before,
            after=after,
        )
    return widget


def facts(session: Session, key: str) -> dict[str, object]:
    widget = session.scalar(
        select(Widget).where(Widget.key == key).execution_options(populate_existing=True)
    )
    if widget is None:
        return {}
    names = session.scalars(
        select(Service.name)
        .join(WidgetService, WidgetService.service_id == Service.id)
        .where(WidgetService.widget_id == widget.id)
        .order_by(WidgetService.position)
    )
    return {"name": widget.name, "origins": widget.allowed_origins, "services": list(names)}
