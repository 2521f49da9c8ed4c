"""Files of all that is held of a contact: asked for, made by a job, gone after a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from occ.core import files, ids
from occ.core.errors import NotFound
from occ.core.secrets import vault_of
from occ.core.types import Base
from occ.core.words import say

KEPT = timedelta(days=7)
_CLAIMED_FOR = timedelta(minutes=10)


class ExportState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    OVER = "over"
    """Its file leaves the disk, or has left it where `file` is empty."""


class ContactExport(Base):
    __tablename__ = "contact_exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    state: Mapped[ExportState] = mapped_column(default=ExportState.WAITING)
    file: Mapped[str]
    """Its name in OCC_HOME/exports."""
    size: Mapped[int | None]
    due_at: Mapped[datetime]
    """When it is made, again where whoever made it has died; of a ready one when it is over."""


def ask(session: Session, contact_id: int, user_id: int, now: datetime) -> ContactExport:
    made = ContactExport(
        key=ids.new("exp"),
        contact_id=contact_id,
        asked_by_id=user_id,
        asked_at=now,
        file=files.new_name(),
        due_at=now,
    )
    session.add(made)
    session.flush()
    return made


def of(session: Session, contact_id: int) -> Sequence[ContactExport]:
    """Those that are to be had or on their way, the newest first."""
    return session.scalars(
        select(ContactExport)
        .where(ContactExport.contact_id == contact_id, ContactExport.state != ExportState.OVER)
        .order_by(ContactExport.id.desc())
    ).all()


def signature(session: Session, export: ContactExport, user_key: str) -> str:
    """What makes an address of it one that this user was shown, and nobody else's."""
    return vault_of(session).fingerprint("exports", f"{export.key} {user_key}")


def ready(session: Session, key: str) -> ContactExport:
    """Raises NotFound."""
    found = session.scalar(
        select(ContactExport).where(
            ContactExport.key == key, ContactExport.state == ExportState.READY
        )
    )
    if found is None:
        raise NotFound(say("This file is not here any more. Export the contact again."))
    return found


def claim(session: Session, now: datetime) -> ContactExport | None:
    """The one that waits longest, for whoever asks first."""
    waits = ContactExport.state == ExportState.WAITING
    query = select(ContactExport.id).where(waits, ContactExport.due_at <= now)
    number = session.scalar(query.order_by(ContactExport.due_at).limit(1))
    if number is None:
        return None
    claimed = session.execute(
        update(ContactExport)
        .where(ContactExport.id == number, waits, ContactExport.due_at <= now)
        .values(due_at=now + _CLAIMED_FOR)
        .execution_options(synchronize_session=False)
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return None
    return session.get_one(ContactExport, number, populate_existing=True)


def made(session: Session, export_id: int, size: int, now: datetime) -> None:
    """Unless its contact was erased meanwhile: then its file goes."""
    session.execute(
        update(ContactExport)
        .where(ContactExport.id == export_id, ContactExport.state == ExportState.WAITING)
        .values(state=ExportState.READY, size=size, due_at=now + KEPT)
        .execution_options(synchronize_session=False)
    )


def end_all_of(session: Session, contact_id: int) -> None:
    session.execute(
        update(ContactExport)
        .where(ContactExport.contact_id == contact_id)
        .values(state=ExportState.OVER)
        .execution_options(synchronize_session=False)
    )


def move(session: Session, contact_id: int, owner_id: int) -> None:
    """Of a contact who turns out to be another one."""
    session.execute(
        update(ContactExport)
        .where(ContactExport.contact_id == contact_id)
        .values(contact_id=owner_id)
        .execution_options(synchronize_session=False)
    )


def over(session: Session, now: datetime) -> Sequence[ContactExport]:
    """Those whose files are to leave the disk."""
    session.execute(
        update(ContactExport)
        .where(ContactExport.state == ExportState.READY, ContactExport.due_at <= now)
        .values(state=ExportState.OVER)
        .execution_options(synchronize_session=False)
    )
    # Whoever makes one at this moment puts it on the disk before it asks whether it may.
    gone = (ContactExport.state == ExportState.OVER) & (ContactExport.file != "")
    free = ContactExport.size.is_not(None) | (ContactExport.due_at <= now)
    return session.scalars(select(ContactExport).where(gone, free)).all()


def gone(session: Session, export_ids: Sequence[int]) -> None:
    session.execute(
        update(ContactExport)
        .where(ContactExport.id.in_(export_ids))
        .values(file="")
        .execution_options(synchronize_session=False)
    )
