"""What a page that connects, or fell behind, is given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from occ.conversations import labels
from occ.conversations.labels import LabelKind
from occ.core import clock, events
from occ.flows import attach_file, save_draft
from occ.messaging import halts
from occ.realtime import payloads, streams
from occ.routing import access, queries, queue_lengths, targets, waiting
from occ.services.models import Service
from occ.users.facts import me
from occ.users.models import User
from occ.users.permissions import Permission, may

MOST_MISSED = 200


def snapshot(session: Session, user: User) -> dict[str, Any]:
    """Everything, with the heads it was true at: they are read first, so nothing falls between."""
    heard = streams.of(session, user)
    heads = events.heads_of(session, heard)
    return {
        "me": me(user),
        "conversations": queries.at_hand(session, user),
        "drafts": save_draft.of(session, user.id),
        "tags": labels.told(session, LabelKind.TAG),
        "attached": attach_file.attached(session, user.id),
        "outcomes": labels.told(session, LabelKind.OUTCOME),
        **_standing(session, user),
        "heads": heads,
        "services": [
            {
                "key": service.key,
                "name": service.name,
                # What waits is this page's business only where its service is.
                "mine": not streams.of_service(service.id).isdisjoint(heard),
                "agents_take": service.agents_take,
                "asks_outcome": service.asks_outcome,
                "forgotten_after": service.forgotten_after_minutes,
                "alert_after": service.alert_after_minutes,
            }
            for service in session.scalars(
                select(Service).where(Service.archived_at.is_(None)).order_by(Service.name)
            )
        ],
        "server_time": clock.iso(clock.now()),
    }


def heads(
    session: Session, user: User, heard: Iterable[str], *, more: bool = False
) -> dict[str, Any]:
    """How far the streams reach, and what of the state of things no event tells.

    `more`: with rows for a page that was given no more than the first of long lists.
    """
    return {
        "heads": events.heads_of(session, heard),
        **_standing(session, user),
        **({"rows": queries.more(session, user)} if more else {}),
        "server_time": clock.iso(clock.now()),
    }


def missed(session: Session, user: User, cursors: dict[str, int]) -> dict[str, Any]:
    """What the page missed; a snapshot where that is too much or it hears other streams now."""
    heard = streams.of(session, user)
    if set(cursors) == set(heard):
        found = events.since(session, cursors, MOST_MISSED)
        if found is not None:
            told = [payloads.late(session, user, event) for event in found]
            # Not read again: what was committed meanwhile is not among what is told.
            heads = dict(cursors)
            for event in found:
                heads.update(event.numbers)
            return {
                "events": [{"name": name, "payload": payload} for name, payload in told],
                "heads": heads,
            }
    return {"snapshot": snapshot(session, user)}


def missed_targets(session: Session, user: User, now: datetime) -> list[dict[str, Any]]:
    """Of the last hour, for who oversees."""
    if not may(user.role, Permission.OVERSEE):
        return []
    return [each for each in targets.last_hour(session, true(), now) if each["missed"]]


def _standing(session: Session, user: User) -> dict[str, Any]:
    """Why what waits still waits, and why nothing leaves, where that is so."""
    now = clock.now()
    seen = true() if may(user.role, Permission.OVERSEE) else access.served_by(user)
    return {
        "waits": waiting.reasons(session, seen, now),
        "queue": _queue(session, seen),
        "halts": halts.told(session),
        "targets": missed_targets(session, user, now),
    }


def _queue(session: Session, seen: ColumnElement[bool]) -> dict[str, Any]:
    """Of all that wait; a page is given the rows of no more than `queries.MOST`."""
    length, oldest = queue_lengths.backlog(session, seen)
    return {"length": length, "oldest": clock.iso(oldest)}
