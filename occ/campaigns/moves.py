"""Recipients follow their messages: noted where a message changes, applied in slices after.

So no report of a carrier waits for a row that all of a campaign share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from occ.billing.payer import By
from occ.campaigns import course, flags
from occ.campaigns.counts import ACCEPTED, Changes, Figures
from occ.campaigns.models import Flag, Move, Recipient
from occ.core.db import plain
from occ.core.locks import locked
from occ.messaging.models import HandOver, Message


class Told(NamedTuple):
    """What a provider said of a number."""

    phone: str
    provider: str
    code: str
    flag: Flag


def note(session: Session, message_ids: Sequence[int]) -> None:
    if message_ids:
        connection, _ = plain(session)
        connection.execute(insert(Move), [{"message_id": each} for each in message_ids])


def anything_waits(session: Session) -> bool:
    """Whether a look by `waiting` is worth a transaction."""
    connection, _ = plain(session)
    return connection.execute(_ANY).scalar() is not None


_ANY = select(Move.id).limit(1)


def waiting(session: Session, most: int) -> Sequence[tuple[int, int]]:
    """Moves and their messages, locked; what another process applies is passed over."""
    rows = session.scalars(locked(select(Move).order_by(Move.id).limit(most), skip=True))
    return [(move.id, move.message_id) for move in rows]


def told(session: Session, message_ids: Sequence[int]) -> list[Told]:
    """Those of the messages whose provider named the number as blacklisted or opted out."""
    found = []
    for row in session.execute(_facts(message_ids)):
        flag = flags.of(row.provider, row.hand_over, row.delivery, row.reason_code)
        if flag in (Flag.BLACKLISTED, Flag.OPTED_OUT):
            found.append(Told(row.phone, row.provider, row.reason_code or "", flag))
    return found


def apply(session: Session, moves: Sequence[tuple[int, int]], now: datetime) -> set[int]:
    """Set the flags by the messages as they are now; the runs in which any changed, or waits.

    What happened counts as of now: reports are applied within a second or so. A failure that is
    corrected later is taken back where it was counted.
    """
    message_ids = [message_id for _, message_id in moves]
    session.execute(
        locked(
            select(Recipient.id).where(Recipient.message_id.in_(message_ids)).order_by(Recipient.id)
        )
    )
    changes, rows, runs = Changes(), [], set()
    news: Counter[tuple[int, int, course.Kind]] = Counter()
    quarter = course.quarter_of(now)
    for row in session.execute(_facts(message_ids)):
        flag = flags.of(row.provider, row.hand_over, row.delivery, row.reason_code)
        accepted = row.accepted or row.hand_over is HandOver.ACCEPTED
        parts = row.parts_billed or row.parts
        spent = 0
        if row.paid_by is By.WALLET and row.hand_over is HandOver.ACCEPTED:
            spent = (row.price or 0) * parts
        before, after = Figures(1, row.counted, row.spent), Figures(1, parts, spent)
        if row.hand_over is HandOver.WAITING:
            # Nothing moved, but where its campaign has stopped it is to be taken back.
            runs.add(row.run_id)
        if (flag, accepted, after) == (row.flag, row.accepted, before):
            continue
        changes.add(row.run_id, row.flag, -before)
        changes.add(row.run_id, flag, after)
        if row.accepted:
            changes.add(row.run_id, ACCEPTED, -before)
        if accepted:
            changes.add(row.run_id, ACCEPTED, after)
        happened = course.happened(row.flag, flag, was_sent=row.accepted, is_sent=accepted)
        news.update((row.run_id, quarter, kind) for kind in happened)
        failed = quarter if course.Kind.FAILED in happened else row.failed_quarter
        if failed is not None and not course.is_failure(flag):
            news[row.run_id, failed, course.Kind.FAILED] -= 1
            failed = None
        runs.add(row.run_id)
        rows.append(
            {
                "of": row.id,
                "flag": flag,
                "accepted": accepted,
                "parts": parts,
                "spent": spent,
                "message_id": None if flag is Flag.PENDING else row.message_id,
                "failed_quarter": failed,
            }
        )
    if rows:
        connection, _ = plain(session)
        connection.execute(_SET, rows)
    changes.write(session)
    course.write(session, news)
    session.execute(delete(Move).where(Move.id.in_([move_id for move_id, _ in moves])))
    return runs


_SET = (
    update(Recipient)
    .where(Recipient.id == bindparam("of"))
    .values(
        {
            name: bindparam(name)
            for name in ("flag", "accepted", "parts", "spent", "message_id", "failed_quarter")
        }
    )
)


def _facts(message_ids: Sequence[int]):  # type: ignore[no-untyped-def]
    return (
        select(
            Recipient.id,
            Recipient.run_id,
            Recipient.phone,
            Recipient.flag,
            Recipient.accepted,
            Recipient.parts.label("counted"),
            Recipient.spent,
            Recipient.message_id,
            Recipient.failed_quarter,
            Message.provider,
            Message.hand_over,
            Message.delivery,
            Message.reason_code,
            Message.parts,
            Message.parts_billed,
            Message.price,
            Message.paid_by,
        )
        .join(Message, Message.id == Recipient.message_id)
        .where(Recipient.message_id.in_(message_ids))
        .order_by(Recipient.id)
    )
