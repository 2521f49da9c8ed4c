"""A service is created or changed: its queue and who may see it may have changed too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.core import events
from occ.flows import note_senders
from occ.messaging import fetches
from occ.routing import tell
from occ.services import editing
from occ.services.editing import ServiceForm
from occ.services.models import Service
from occ.users.models import User


def save(
    session: Session, actor_id: int | None, key: str | None, form: ServiceForm, now: datetime
) -> Service:
    """Raises Invalid, NotFound."""
    if key is None:
        service = editing.create(session, actor_id, form, now)
    else:
        service = editing.change(session, actor_id, key, form, now)
    # Whether its sender is online is not known yet where the number is new.
    fetches.soon(session, now, note_senders.LIST)
    for user_id in session.scalars(select(User.id).where(User.disabled_at.is_(None))):
        tell.audience_changed(session, user_id)
    events.touch(session, service.id)
    return service
