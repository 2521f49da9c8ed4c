"""The lists of tags and of outcomes are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occ.conversations import labels
from occ.conversations.labels import Label, LabelKind
from occ.journal import entries as journal


def save(
    session: Session, actor_id: int, kind: LabelKind, key: str | None, name: str, now: datetime
) -> Label:
    """Raises NotFound, Invalid, Conflict."""
    present = labels.by_key(session, kind, key) if key else None
    before = {"name": present.name} if present else {}
    label = labels.save(session, kind, present, name, now)
    subject, after = journal.Subject(kind.value, label.key), {"name": label.name}
    action = f"{kind.value}_saved"
    journal.write(session, actor_id, action, subject, now, before=before, after=after)
    return label


def remove(session: Session, actor_id: int, kind: LabelKind, key: str, now: datetime) -> None:
    """From the list. Raises NotFound."""
    label = labels.by_key(session, kind, key)
    label.removed_at = now
    session.flush()
    subject, before = journal.Subject(kind.value, key), {"name": label.name}
    journal.write(session, actor_id, f"{kind.value}_removed", subject, now, before=before)
