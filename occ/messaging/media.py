"""The files of messages: noted when one comes, claimed to be fetched, and what became of them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from occ.core import files, ids
from occ.core.db import plain
from occ.core.errors import NotFound
from occ.core.locks import lock_row, locked
from occ.core.secrets import digest
from occ.core.words import Words, say
from occ.messaging import file_types, kinds
from occ.messaging.models import FileState, MediaFile, Upload
from occ.messaging.ports import Attachment, Kind

Facts = dict[str, Any]
BACK_OFF = (1, 3, 10, 60, 300, 1800, 7200)
"""Seconds after each failure. Twilio answers 404 for some seconds after it told of a file."""
CLAIMED_FOR = timedelta(minutes=3)
"""Longer than a fetch may take: after that the process that claimed it has died."""
LINK_LASTS = timedelta(hours=4)
"""As long as Twilio lets a message to WhatsApp wait in its queue."""
IN_VAIN_AFTER = 4
"""Failures in a row that are no hiccup any more: a minute and more."""
_IS_WAITING = MediaFile.state == FileState.WAITING
_CUT_SHORT = say("The server broke off while it fetched this file.")


@dataclass(frozen=True)
class Claimed:
    key: str
    url: str
    content_type: str
    name: str | None
    file: str


@dataclass(frozen=True)
class Fetched:
    """A file that stands in its place."""

    content_type: str
    size: int
    name: str | None = None
    cards: list[Any] | None = None
    note: Words | None = None
    """What whoever opens it should know."""


@dataclass(frozen=True)
class NotFetched:
    reason: Words
    for_good: bool = field(default=False)


def add(
    connection: Connection, message_id: int, attachments: Sequence[Attachment], now: datetime
) -> list[Facts]:
    """Note what came with a message, to be fetched at once; what screens are told of it."""
    if not attachments:
        return []
    rows = [
        {
            "key": ids.new("med"),
            "message_id": message_id,
            "position": position,
            "url": one.url,
            "content_type": one.content_type,
            "name": one.name,
            "size": None,
            "file": files.new_name(),
            "cards": None,
            "state": FileState.WAITING,
            "reason": None,
            "tries": 0,
            "due_at": now,
        }
        for position, one in enumerate(attachments)
    ]
    connection.execute(insert(MediaFile), rows)
    return [facts(MediaFile(**row)) for row in rows]


def keep(session: Session, message_id: int, upload: Upload, now: datetime) -> Facts:
    """What somebody attached belongs to a message of ours now; what screens are told of it."""
    row = MediaFile(
        key=ids.new("med"),
        message_id=message_id,
        position=0,
        url="",
        content_type=upload.content_type,
        name=upload.name,
        size=upload.size,
        file=upload.file,
        cards=upload.cards,
        state=FileState.READY,
        due_at=now,
    )
    session.add(row)
    session.flush()
    return facts(row)


def open_link(session: Session, message_id: int, now: datetime) -> str | None:
    """A token by which the provider may have the message's file for a while, instead of the one
    before; None where it has none.
    """
    token = secrets.token_urlsafe(32)
    opened = session.execute(
        update(MediaFile)
        .where(MediaFile.message_id == message_id)
        .values(link=digest(token), link_ends_at=now + LINK_LASTS)
        .execution_options(synchronize_session=False)
    )
    return token if opened.rowcount else None  # type: ignore[attr-defined]


def by_link(session: Session, token: str, now: datetime) -> MediaFile:
    """Raises NotFound where it leads nowhere, or not any more."""
    found = session.scalar(
        select(MediaFile).where(MediaFile.link == digest(token), MediaFile.link_ends_at > now)
    )
    if found is None:
        raise NotFound(say("There is no such file."))
    return found


def add_to(
    session: Session, message_id: int, attachments: Sequence[Attachment], now: datetime
) -> bool:
    """Note what is told later of a message: files it lacks, or of what type and name those are
    that are still to be fetched. Whether a screen shows it otherwise now.
    """
    query = select(MediaFile).where(MediaFile.message_id == message_id)
    rows = session.scalars(locked(query.order_by(MediaFile.position))).all()
    if not rows:
        return bool(add(session.connection(), message_id, attachments, now))
    changed = False
    for row, told in zip(rows, attachments, strict=False):
        if row.state is FileState.WAITING and not row.content_type:
            row.url, row.content_type, row.name = told.url, told.content_type, told.name
            changed = True
    return changed


def facts(row: MediaFile) -> Facts:
    """What a screen shows of a file; it is had from the address `/media/<key>`."""
    shape = file_types.shape(row.content_type)
    return {
        "key": row.key,
        "state": row.state.value,
        "shape": shape.value,
        "label": kinds.NAMES[Kind(shape.value)].as_json(),
        "name": row.name,
        "size": row.size,
        "reason": row.reason,
        "cards": row.cards,
    }


def of_messages(session: Session, message_ids: Sequence[int]) -> dict[int, list[Facts]]:
    """By message; one without files is not among them."""
    found: dict[int, list[Facts]] = {}
    if message_ids:
        query = select(MediaFile).where(MediaFile.message_id.in_(message_ids))
        for row in session.scalars(query.order_by(MediaFile.message_id, MediaFile.position)):
            found.setdefault(row.message_id, []).append(facts(row))
    return found


def known(session: Session, key: str) -> MediaFile:
    """Raises NotFound."""
    found = session.scalar(select(MediaFile).where(MediaFile.key == key))
    if found is None:
        raise NotFound(say("There is no such file."))
    return found


@dataclass(frozen=True)
class Standing:
    """Files that are still to be fetched, and those of them that were tried in vain."""

    waiting: int
    in_vain: int
    reason: dict[str, Any] | None
    """Of the newest of the latter."""


def standing(session: Session) -> Standing:
    in_vain = MediaFile.tries > IN_VAIN_AFTER
    waiting = session.scalar(select(func.count(MediaFile.id)).where(_IS_WAITING)) or 0
    failing = session.scalar(select(func.count(MediaFile.id)).where(_IS_WAITING, in_vain)) or 0
    newest = select(MediaFile.reason).where(_IS_WAITING, in_vain).order_by(MediaFile.id.desc())
    return Standing(waiting, failing, session.scalar(newest.limit(1)))


def is_due(session: Session, now: datetime) -> bool:
    connection, _ = plain(session)
    return connection.execute(_ANY_DUE, {"now": now}).scalar() is not None


def claim(session: Session, now: datetime) -> Claimed | MediaFile | None:
    """The file that waits longest, for whoever asks first; None where none is due.

    One that every process has died of is given up, and its row returned.
    """
    row: MediaFile | None = session.scalar(locked(_DUE, skip=True), {"now": now})
    if row is None:
        return None
    if row.tries > len(BACK_OFF):
        row.state, row.reason = FileState.FAILED, _CUT_SHORT.as_json()
        return row
    row.tries += 1
    row.due_at = now + CLAIMED_FOR
    return Claimed(row.key, row.url, row.content_type, row.name, row.file)


def settle(
    session: Session, key: str, became: Fetched | NotFetched, now: datetime
) -> MediaFile | None:
    """Record how a fetch ended; None where that changes nothing on a screen."""
    row: MediaFile = lock_row(session, select(MediaFile).where(MediaFile.key == key))
    if row.state in (FileState.READY, FileState.ERASED):
        return None
    if isinstance(became, Fetched):
        row.state, row.content_type, row.size = FileState.READY, became.content_type, became.size
        row.name, row.cards = became.name, became.cards
        row.reason = became.note.as_json() if became.note else None
        return row
    row.reason = became.reason.as_json()
    if became.for_good:
        row.state = FileState.REFUSED
    elif row.tries > len(BACK_OFF):
        row.state = FileState.FAILED
    else:
        row.due_at = now + timedelta(seconds=BACK_OFF[row.tries - 1])
        return None
    return row


def fetch_again(session: Session, key: str, now: datetime) -> MediaFile | None:
    """From the beginning; None where it is there or on its way."""
    row: MediaFile = lock_row(session, select(MediaFile).where(MediaFile.key == key))
    if row.state not in (FileState.REFUSED, FileState.FAILED):
        return None
    row.state, row.reason, row.tries, row.due_at = FileState.WAITING, None, 0, now
    return row


_DUE = (
    select(MediaFile)
    .where(_IS_WAITING, MediaFile.due_at <= bindparam("now"))
    .order_by(MediaFile.due_at, MediaFile.id)
    .limit(1)
)
_ANY_DUE = _DUE.with_only_columns(MediaFile.id)
