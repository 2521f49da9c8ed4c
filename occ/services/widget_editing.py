"""Make, change and archive widgets; the journal tells who did."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occ.core import ids
from occ.core.db import insert
from occ.core.errors import Conflict
from occ.core.words import say
from occ.journal import entries as journal
from occ.services import listing, widget_form
from occ.services.models import Widget, WidgetService
from occ.services.widget_form import WidgetForm
from occ.services.widgets import afresh, by_key, facts

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""What may stand in the snippet."""


def create(session: Session, actor_id: int | None, name: str, now: datetime) -> Widget:
    """Its key, which stands in the snippet for ever, is made of the name.

    Where there is but one service, it leads to that one. Raises Invalid.
    """
    live = listing.live(session)
    only = (live[0].key,) if len(live) == 1 else ()
    return save(session, actor_id, _free_key(session, name), WidgetForm(name, only), now)


def change(
    session: Session, actor_id: int | None, key: str, form: WidgetForm, now: datetime
) -> Widget:
    """Raises Invalid, NotFound."""
    by_key(session, key)
    return save(session, actor_id, key, form, now)


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
    widget: Widget = afresh(session, key)
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
