"""Widgets: which services a website's button leads to (A4), and where it may show itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occ.core import ids
from occ.core.db import insert
from occ.core.errors import Conflict, NotFound
from occ.core.words import say
from occ.journal import entries as journal
from occ.services import widget_form
from occ.services.models import Service, Widget, WidgetService
from occ.services.widget_form import WidgetForm
from occ.settings import store
from occ.settings.pages import TwilioSettings

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def by_key(session: Session, key: str) -> Widget:
    """An archived one too. Raises NotFound."""
    widget = session.scalar(select(Widget).where(Widget.key == key))
    if widget is None:
        raise NotFound(say("There is no such widget."))
    return widget


def every(session: Session) -> Sequence[Widget]:
    """Those in use first."""
    return session.scalars(
        select(Widget).order_by(Widget.archived_at.is_not(None), Widget.name)
    ).all()


def services(session: Session, widget: Widget) -> Sequence[Service]:
    """The chosen ones, in the administrator's order."""
    return session.scalars(
        select(Service)
        .join(WidgetService, WidgetService.service_id == Service.id)
        .where(WidgetService.widget_id == widget.id, Service.archived_at.is_(None))
        .order_by(WidgetService.position)
    ).all()


def reachable(session: Session, widget: Widget) -> list[Service]:
    """Those of its services that can be written to now; none of an archived widget's."""
    if widget.archived_at is not None or not store.load(session, TwilioSettings).whatsapp:
        return []
    return [each for each in services(session, widget) if can_be_written_to(each)]


def can_be_written_to(service: Service) -> bool:
    return service.chat and service.whatsapp and service.whatsapp_number is not None


def create(session: Session, actor_id: int | None, name: str, now: datetime) -> Widget:
    """Its key, which stands in the snippet for ever, is made of the name. Raises Invalid."""
    return save(session, actor_id, _free_key(session, name), WidgetForm(name), now)


def save(
    session: Session, actor_id: int | None, key: str, form: WidgetForm, now: datetime
) -> Widget:
    """Make the widget of this key, or change it; an archived one is in use again.

    Raises Invalid.
    """
    tidy, service_ids = widget_form.checked(session, form)
    before = facts(session, key)
    columns = {name: value for name, value in asdict(tidy).items() if name != "services"}
    columns["allowed_origins"] = list(tidy.allowed_origins)
    session.execute(
        insert(session, Widget.__table__)
        .values(key=key, created_at=now, **columns)
        .on_conflict_do_update(index_elements=["key"], set_={**columns, "archived_at": None})
    )
    widget: Widget = _afresh(session, key)
    session.execute(delete(WidgetService).where(WidgetService.widget_id == widget.id))
    for position, service_id in enumerate(service_ids):
        session.add(WidgetService(widget_id=widget.id, service_id=service_id, position=position))
    session.flush()
    _write(session, actor_id, "widget_saved" if before else "widget_made", key, before, now)
    return widget


def archive(session: Session, actor_id: int | None, key: str, now: datetime) -> None:
    """It shows itself nowhere any more; its key is kept, and so is its snippet. Raises NotFound."""
    _set_archived(session, actor_id, key, now, now)


def restore(session: Session, actor_id: int | None, key: str, now: datetime) -> None:
    """Raises NotFound."""
    _set_archived(session, actor_id, key, None, now)


def facts(session: Session, key: str) -> dict[str, Any]:
    """By the names of WidgetForm, services by their names; empty where there is no such widget."""
    widget = _afresh(session, key)
    if widget is None:
        return {}
    return {
        **asdict(form_of(widget)),
        "allowed_origins": widget.allowed_origins,
        "services": [service.name for service in services(session, widget)],
        "archived": widget.archived_at is not None,
    }


def form_of(widget: Widget, chosen: Sequence[Service] = ()) -> WidgetForm:
    """As it stands, with the services `chosen` for it."""
    return WidgetForm(
        name=widget.name,
        services=tuple(service.key for service in chosen),
        allowed_origins=tuple(widget.allowed_origins),
        first_words=widget.first_words,
        button_text=widget.button_text,
        other_contact=widget.other_contact,
        colour=widget.colour,
        corner=widget.corner,
        language=widget.language,
    )


def _afresh(session: Session, key: str) -> Any:
    return session.scalar(
        select(Widget).where(Widget.key == key).execution_options(populate_existing=True)
    )


def _set_archived(
    session: Session, actor_id: int | None, key: str, at: datetime | None, now: datetime
) -> None:
    widget = by_key(session, key)
    before = facts(session, key)
    widget.archived_at = at
    session.flush()
    action = "widget_archived" if at else "widget_restored"
    _write(session, actor_id, action, key, before, now)


def _write(
    session: Session,
    actor_id: int | None,
    action: str,
    key: str,
    before: dict[str, Any],
    now: datetime,
) -> None:
    after = facts(session, key)
    if before != after:
        subject = journal.Subject("widget", key)
        journal.write(session, actor_id, action, subject, now, before=before, after=after)


def _free_key(session: Session, name: str) -> str:
    """`our-shop`, or `our-shop-2` where that is taken; by chance where no Latin letter is left."""
    wanted = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:30].strip("-")
    if not wanted:
        return ids.new("wdg").replace("_", "-").lower()
    taken = set(session.scalars(select(Widget.key).where(Widget.key.startswith(wanted))))
    for number in range(1, 1000):
        key = wanted if number == 1 else f"{wanted}-{number}"
        if key not in taken:
            return key
    raise Conflict(say("Too many widgets have this name. Choose another."))
