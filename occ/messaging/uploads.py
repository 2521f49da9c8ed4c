"""Files that somebody attached to what they are about to send: kept until it is sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from occ.core import ids
from occ.core.errors import Conflict, NotFound
from occ.core.locks import locked
from occ.core.words import say
from occ.messaging import file_types, kinds
from occ.messaging.media import Fetched
from occ.messaging.models import Upload
from occ.messaging.ports import Kind

MOST = 10
"""Of one user in one conversation at a time."""
KEPT = timedelta(days=7)


def add(
    session: Session, user_id: int, conversation_id: int, file: str, what: Fetched, now: datetime
) -> Upload:
    """In a locked conversation. Raises Conflict."""
    mine = (Upload.user_id == user_id) & (Upload.conversation_id == conversation_id)
    held = select(func.count()).select_from(Upload).where(mine, ~Upload.dropped)
    if (session.scalar(held) or 0) >= MOST:
        raise Conflict(say("At most %(most)s files at a time. Send these first.", most=MOST))
    upload = Upload(
        key=ids.new("upl"),
        user_id=user_id,
        conversation_id=conversation_id,
        file=file,
        content_type=what.content_type,
        name=what.name,
        size=what.size,
        cards=what.cards,
        at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def own(session: Session, user_id: int, key: str) -> Upload:
    """Raises NotFound."""
    mine = select(Upload).where(Upload.key == key, Upload.user_id == user_id, ~Upload.dropped)
    found = session.scalar(mine)
    if found is None:
        raise NotFound(say("There is no such file."))
    return found


def take(session: Session, user_id: int, conversation_id: int, keys: Sequence[str]) -> list[Upload]:
    """In the order of `keys`; they are attached to nothing any more. Raises Conflict."""
    if not keys:
        return []
    query = locked(
        select(Upload).where(
            Upload.key.in_(keys),
            Upload.user_id == user_id,
            Upload.conversation_id == conversation_id,
            ~Upload.dropped,
        )
    )
    found = {row.key: row for row in session.scalars(query)}
    if found.keys() != set(keys):
        raise Conflict(say("A file is not here any more. Attach it again."), "no_file")
    taken = [found[key] for key in dict.fromkeys(keys)]
    session.execute(delete(Upload).where(Upload.id.in_([row.id for row in taken])))
    for row in taken:
        session.expunge(row)
    return taken


def of(session: Session, user_id: int) -> dict[int, list[dict[str, Any]]]:
    """What the user has attached, by conversation."""
    found: dict[int, list[dict[str, Any]]] = {}
    mine = select(Upload).where(Upload.user_id == user_id, ~Upload.dropped).order_by(Upload.id)
    for row in session.scalars(mine):
        found.setdefault(row.conversation_id, []).append(facts(row))
    return found


def facts(row: Upload) -> dict[str, Any]:
    """What the composer shows of it; it is had from `/uploads/<key>`."""
    shape = file_types.shape(row.content_type)
    return {
        "key": row.key,
        "shape": shape.value,
        "label": kinds.NAMES[Kind(shape.value)].as_json(),
        "name": row.name,
        "size": row.size,
    }


def drop(session: Session, user_id: int, key: str) -> None:
    """It is not to be sent after all. One that is gone stays gone."""
    session.execute(
        update(Upload).where(Upload.key == key, Upload.user_id == user_id).values(dropped=True)
    )


def move(session: Session, ended_id: int, stays_id: int) -> None:
    """What was attached in a conversation that ended in another goes with its words."""
    ended = update(Upload).where(Upload.conversation_id == ended_id)
    session.execute(ended.values(conversation_id=stays_id))


def forgotten(session: Session, now: datetime, most: int = 100) -> list[tuple[int, str]]:
    """Id and file of what nobody sends any more; from now on it can't be sent."""
    old = or_(Upload.dropped, Upload.at <= now - KEPT)
    rows = session.scalars(locked(select(Upload).where(old).order_by(Upload.id).limit(most))).all()
    for row in rows:
        row.dropped = True
    return [(row.id, row.file) for row in rows]


def forget(session: Session, upload_ids: Collection[int]) -> None:
    """Once their files are gone."""
    session.execute(delete(Upload).where(Upload.id.in_(upload_ids), Upload.dropped))
