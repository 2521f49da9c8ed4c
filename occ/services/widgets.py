"""Widgets: which services a website's button leads to (A4), and where it may show itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core.errors import NotFound
from occ.core.words import say
from occ.services import senders
from occ.services.models import Service, Widget, WidgetService
from occ.services.widget_form import WidgetForm
from occ.settings import store
from occ.settings.pages import TwilioSettings


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
    return _online(session, services(session, widget))


def can_be_written_to(service: Service) -> bool:
    return service.chat and service.whatsapp and service.whatsapp_number is not None


def reachable_among(session: Session, service_ids: Sequence[int]) -> list[Service]:
    """In that order; as `reachable` for a choice that is not saved."""
    if not store.load(session, TwilioSettings).whatsapp:
        return []
    found = {each.id: each for each in _online(session, session.scalars(select(Service)).all())}
    return [found[service_id] for service_id in service_ids if service_id in found]


def _online(session: Session, chosen: Sequence[Service]) -> list[Service]:
    offline = senders.offline(session)
    return [
        each for each in chosen if can_be_written_to(each) and each.whatsapp_number not in offline
    ]


def facts(session: Session, key: str) -> dict[str, Any]:
    """By the names of WidgetForm, services by their names; empty where there is no such widget."""
    widget = afresh(session, key)
    if widget is None:
        return {}
    return {
        **asdict(form_of(widget)),
        "allowed_origins": widget.allowed_origins,
        "services": [service.name for service in services(session, widget)],
        "archived": widget.archived_at is not None or None,
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


def afresh(session: Session, key: str) -> Any:
    """The widget as its row stands, or None."""
    return session.scalar(
        select(Widget).where(Widget.key == key).execution_options(populate_existing=True)
    )
