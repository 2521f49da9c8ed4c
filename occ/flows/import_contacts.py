"""A file of contacts: brought, its columns said, and stored slice by slice (C3).

Each slice is one transaction that also moves the import's position, so whoever kills the
process in the middle finds nothing stored twice and nothing left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.contacts import import_rows, import_slices
from occ.contacts.import_models import Import, ImportState
from occ.contacts.import_slices import Wording
from occ.contacts.imports.columns import Field
from occ.contacts.imports.reading import Line
from occ.contacts.imports.tables import Row, Shape
from occ.core.errors import Invalid
from occ.core.words import say
from occ.journal import entries as journal

LONGEST_WORDS = 2000
_AT_ONCE = 100


def bring(
    session: Session,
    actor_id: int,
    named: tuple[str, str],
    shape: Shape,
    rows: Sequence[Row],
    now: datetime,
) -> Import:
    """Raises Invalid for a file without a header and a line."""
    if len(rows) < 2:
        raise Invalid({"file": say("The file needs a line of column names, and one contact.")})
    return import_rows.bring(session, actor_id, named, shape, rows, now)


def read_again(session: Session, key: str, shape: Shape, rows: Sequence[Row]) -> None:
    """In another encoding, or with another separator. Raises NotFound, Invalid, Conflict."""
    if len(rows) < 2:
        raise Invalid({"file": say("The file needs a line of column names, and one contact.")})
    import_rows.shape_again(session, import_rows.by_key(session, key), shape, rows)


def say_columns(
    session: Session,
    key: str,
    fields: Mapping[int, Field],
    home: str | None,
    words: str,
    now: datetime,
) -> None:
    """What each column holds; then the file is checked. Raises NotFound, Invalid, Conflict."""
    wrong = {}
    if Field.PHONE not in fields.values():
        wrong["columns"] = say("Say which column holds the mobile number.")
    elif len(set(fields.values())) < len(fields):
        wrong["columns"] = say("Two columns hold the same. Choose one of them.")
    asks = {Field.SMS, Field.WHATSAPP} & set(fields.values())
    if asks and not words.strip():
        wrong["words"] = say("Enter the words they agreed to: they are the proof.")
    elif len(words) > LONGEST_WORDS:
        wrong["words"] = say("Enter at most %(most)s characters.", most=LONGEST_WORDS)
    if wrong:
        raise Invalid(wrong)
    found = import_rows.by_key(session, key)
    import_rows.say_columns(session, found, fields, home, words, now)


def begin(session: Session, actor_id: int, key: str, now: datetime) -> None:
    """Store what was checked, or go on. Raises NotFound, Conflict."""
    import_rows.begin(session, import_rows.by_key(session, key))
    _tell(session, actor_id, "import_begun", key, now)


def stop(session: Session, actor_id: int, key: str, now: datetime) -> None:
    """Raises NotFound, Conflict."""
    import_rows.stop(session, import_rows.by_key(session, key))
    _tell(session, actor_id, "import_stopped", key, now)


def discard(session: Session, actor_id: int | None, key: str, now: datetime) -> Import:
    """Raises NotFound, Conflict."""
    found = import_rows.by_key(session, key)
    import_rows.discard(session, found)
    _tell(session, actor_id, "import_discarded", key, now)
    return found


def discard_old(session: Session, now: datetime) -> int:
    """What nobody has discarded in a month; how many."""
    old = import_rows.over(session, now, _AT_ONCE)
    for found in old:
        import_rows.discard(session, found)
        _tell(session, None, "import_discarded", found.key, now)
    return len(old)


def store(
    session: Session, import_id: int, before: int, lines: Sequence[Line], now: datetime
) -> bool:
    """Store the lines that follow the position `before`; without any the import is done.

    False, and nothing stored, where it was stopped or another process was first.
    """
    values: dict[str, object] = {"claimed_until": now + import_rows.LEASE}
    if lines:
        values["position"] = lines[-1].number
    else:
        values = {"state": ImportState.DONE, "ended_at": now, "claimed_until": None}
    moved = session.execute(
        update(Import)
        .where(
            Import.id == import_id, Import.state == ImportState.RUNNING, Import.position == before
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        return False
    found = session.get_one(Import, import_id, populate_existing=True)
    if lines:
        figures = import_slices.store(session, lines, Wording(found.words, found.user_id, now))
        for name, count in figures.items():
            setattr(found, name, getattr(found, name) + count)
        session.flush()
    else:
        _tell(session, found.user_id, "import_done", found.key, now)
    return True


def _tell(session: Session, actor_id: int | None, action: str, key: str, now: datetime) -> None:
    journal.write(session, actor_id, action, journal.Subject("import", key), now)
