"""A user saves a filter of contacts as a segment, or takes one away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.contacts import segments
from occ.contacts.finding import Filter
from occ.contacts.segments import Segment
from occ.journal import entries as journal


def save(session: Session, actor_id: int, name: str, wanted: Filter, now: datetime) -> Segment:
    """Raises Invalid, Conflict."""
    made = segments.save(session, actor_id, name, wanted, now)
    subject = journal.Subject("segment", made.key)
    journal.write(session, actor_id, "segment_saved", subject, now, after={"name": name})
    return made


def remove(session: Session, actor_id: int, key: str, now: datetime) -> None:
    """Raises NotFound."""
    name = segments.by_key(session, key).name
    segments.remove(session, key)
    subject = journal.Subject("segment", key)
    journal.write(session, actor_id, "segment_removed", subject, now, before={"name": name})
