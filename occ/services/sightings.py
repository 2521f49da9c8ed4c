"""When a page of somebody else's last loaded a widget."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, update

from occ.services.models import Widget

AGAIN_AFTER = timedelta(minutes=1)


def note(connection: Connection, key: str, origin: str | None, now: datetime) -> None:
    """At most once a minute a widget, however many processes see it; `origin` if it is known."""
    connection.execute(
        update(Widget)
        .where(
            Widget.key == key,
            or_(Widget.last_seen_at.is_(None), Widget.last_seen_at <= now - AGAIN_AFTER),
        )
        .values(
            first_seen_at=func.coalesce(Widget.first_seen_at, now),
            last_seen_at=now,
            last_seen_on=func.coalesce(origin, Widget.last_seen_on),
        )
    )
