"""What was said is emptied: texts, files, raw webhooks. The rows stay, for whoever counts them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func, or_, select, update
from sqlalchemy.orm import Session

from occ.core.locks import locked
from occ.core.words import say
from occ.messaging import inbox, payment
from occ.messaging.media import CLAIMED_FOR
from occ.messaging.models import (
    ERASED_FILES,
    FileState,
    HandOver,
    MediaFile,
    Message,
    Upload,
    Webhook,
    WebhookState,
)

ERASED = say("Erased")
NOT_SENT = say("It was not sent: the person it was for has been erased.")
AT_ONCE = 200
_REPORTS = 1000
_UNSENT = (HandOver.WAITING, HandOver.UNKNOWN)


def messages(session: Session, which: ColumnElement[bool], now: datetime) -> Sequence[Message]:
    """Empty the next AT_ONCE of them; those that were not sent, and never will be.

    One that is being handed over keeps whom it is for until that has ended: see `are_left`.
    """
    is_calling = Message.hand_over == HandOver.CALLING
    left = select(Message.id).where(which, Message.recipient != "")
    ids = session.scalars(
        left.where(or_(Message.hand_over.is_(None), ~is_calling))
        .order_by(Message.id)
        .limit(AT_ONCE)
    ).all()
    payment.lock_those_of(session, ids)
    rows = session.scalars(
        locked(select(Message).where(Message.id.in_(ids), Message.recipient != ""))
        .order_by(Message.id)
        .execution_options(populate_existing=True)
    ).all()
    rows = [row for row in rows if row.hand_over is not HandOver.CALLING]
    unsent = [row for row in rows if row.hand_over in _UNSENT]
    payment.give_back(session, unsent, now)
    for row in unsent:
        row.hand_over, row.reason_code = HandOver.REFUSED, "erased"
    for row in rows:
        row.body = row.sender = row.recipient = ""
        row.line = ERASED.as_json()
        row.details = row.template = row.sealed = row.country = None
        row.reason = NOT_SENT.as_json() if row in unsent else None
    session.flush()
    _files(session, [row.id for row in rows], now)
    webhooks(session, Webhook.id.in_([row.webhook_id for row in rows if row.webhook_id]))
    return unsent


def are_left(session: Session, which: ColumnElement[bool]) -> bool:
    query = select(Message.id).where(which, Message.recipient != "")
    return session.scalar(query.limit(1)) is not None


def webhooks(session: Session, which: ColumnElement[bool]) -> None:
    """Of those that were handled, or never could be. The provider's ids stay: what it posts again
    is known.
    """
    session.execute(
        update(Webhook)
        .where(which, Webhook.state != WebhookState.NEW, Webhook.address != "")
        .values(
            address="",
            form={},
            error=None,
            state=WebhookState.DONE,
            # Else one that was fetched from a list would make room for its like.
            kind=case((Webhook.kind == inbox.FETCHED, inbox.MESSAGE), else_=Webhook.kind),
        )
        .execution_options(synchronize_session=False)
    )


def webhooks_that_tell(
    session: Session, signs: Collection[str], after: int, most: int
) -> int | None:
    """Of the next `most` webhooks those whose forms hold one of the signs; the last, None at the
    end.
    """
    next_ids = select(Webhook.id).where(Webhook.id > after).order_by(Webhook.id).limit(most)
    last = session.scalar(select(func.max(next_ids.subquery().c.id)))
    if last is None:
        return None
    told: list[ColumnElement[Any]] = [
        cast(Webhook.form, Text).contains(each, autoescape=True) for each in sorted(signs)
    ]
    webhooks(session, (Webhook.id > after) & (Webhook.id <= last) & or_(False, *told))
    return int(last)


def old_reports(session: Session, before: datetime, after: int) -> int | None:
    """Empty, of the next webhooks after an id, what became of texts of ours and came so long ago.

    The last looked at; None where those that follow are younger, or none are left.
    """
    part = select(Webhook.id, Webhook.received_at).where(Webhook.id > after)
    rows = session.execute(part.order_by(Webhook.id).limit(_REPORTS)).all()
    if not rows or rows[0].received_at >= before:
        return None
    last = rows[-1].id
    is_report = (Webhook.kind == inbox.STATUS) & (Webhook.received_at < before)
    webhooks(session, (Webhook.id > after) & (Webhook.id <= last) & is_report)
    return int(last)


def drop_uploads(session: Session, which: ColumnElement[bool]) -> None:
    """What was attached and not sent: the job of uploads takes the files, and then the rows."""
    session.execute(
        update(Upload)
        .where(which)
        .values(dropped=True, name=None, cards=None)
        .execution_options(synchronize_session=False)
    )


def files_left(session: Session, now: datetime, most: int) -> Sequence[tuple[int, str]]:
    """Id and name on the disk of erased files, once nobody fetches them any more."""
    rows = session.execute(
        select(MediaFile.id, MediaFile.file)
        .where(ERASED_FILES, MediaFile.due_at <= now)
        .order_by(MediaFile.due_at)
        .limit(most)
    )
    return [(number, file) for number, file in rows]


def files_gone(session: Session, media_ids: Collection[int]) -> None:
    session.execute(
        update(MediaFile)
        .where(MediaFile.id.in_(media_ids))
        .values(file="")
        .execution_options(synchronize_session=False)
    )


def _files(session: Session, message_ids: Collection[int], now: datetime) -> None:
    """Whoever fetches one at this moment puts it on the disk before it asks whether it may."""
    waits = MediaFile.state == FileState.WAITING
    session.execute(
        update(MediaFile)
        .where(MediaFile.message_id.in_(message_ids), MediaFile.state != FileState.ERASED)
        .values(
            due_at=case((waits, now + CLAIMED_FOR), else_=now),
            state=FileState.ERASED,
            url="",
            name=None,
            cards=None,
            reason=ERASED.as_json(),
            link=None,
            link_ends_at=None,
        )
        .execution_options(synchronize_session=False)
    )
