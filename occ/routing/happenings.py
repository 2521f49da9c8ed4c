"""What happened to a conversation: who accepted it, who gave it to whom, why it came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.clock import iso
from occ.journal import entries as journal
from occ.journal.models import JournalEntry
from occ.routing.models import Ending, Interaction, Via
from occ.users.models import User

JOINED = "conversations_joined"
"""Journal entry of both: of the one that ended with `into`, of the one that goes on with `joined`,
each the key of the other."""

_TOLD = {
    "conversation_handed_over": "handed_over",
    "conversation_sent_back": "sent_back",
    "conversation_closed": "closed",
    "conversation_parked": "parked",
    "conversation_reopened": "reopened",
    "conversation_overflowed": "overflowed",
    JOINED: "joined",
}
_CAME_BACK = {
    Ending.LOST: "lost",
    Ending.LEFT: "left",
    Ending.FORGOTTEN: "forgotten",
    Ending.DECLINED: "declined",
    Ending.MISSED: "missed",
}


_TO = ("user", "service", "outcome", "until")


class Happening(NamedTuple):
    """`key` is the line's own; `to` the name of a colleague or a service it went to, of the outcome
    it was closed with, or the time until which it was parked.
    """

    key: str
    event: str
    """accepted, returned (it was parked), handed_over, declined or missed (by whom it was handed
    over to), sent_back, lost, left or forgotten (it came back to the queue), overflowed (it went
    over to another), parked, closed, reopened, joined
    """
    at: datetime
    by: str | None
    to: str | None = None


def of(session: Session, conversation: Conversation) -> list[dict[str, Any]]:
    """As screens are told, the oldest first; with what happened to those that were joined to it."""
    entries = _entries(session, conversation.key)
    keys = {conversation.key, *(entry.subject_key for entry, _ in entries)}
    found = _shares(session, keys)
    for entry, actor in entries:
        if "into" in entry.after and entry.subject_key != conversation.key:
            continue
        to = next((entry.after[name] for name in _TO if entry.after.get(name)), None)
        found.append(Happening(f"j{entry.id}", _TOLD[entry.action], entry.at, actor, to))
    found.sort(key=lambda one: one.at)
    return [{**one._asdict(), "at": iso(one.at)} for one in found]


def joined(session: Session, ended: Conversation, stays: Conversation, now: datetime) -> None:
    """Note it in the journal of both."""
    for of_one, after in ((ended, {"into": stays.key}), (stays, {"joined": ended.key})):
        subject = journal.Subject("conversation", of_one.key)
        journal.write(session, None, JOINED, subject, now, after=after)


def _entries(session: Session, key: str) -> Sequence[tuple[JournalEntry, str | None]]:
    """Of the conversation and of all that were joined to it, with who did it."""
    found: list[tuple[JournalEntry, str | None]] = []
    seen, fresh = {key}, {key}
    while fresh:
        rows = session.execute(
            select(JournalEntry, User.name)
            .outerjoin(User, User.id == JournalEntry.actor_id)
            .where(
                JournalEntry.subject_kind == "conversation",
                JournalEntry.subject_key.in_(fresh),
                JournalEntry.action.in_(_TOLD),
            )
            .order_by(JournalEntry.id)
        ).all()
        found += [(entry, name) for entry, name in rows]
        fresh = {
            entry.after["joined"]
            for entry, _ in rows
            if entry.action == JOINED and "joined" in entry.after
        } - seen
        seen |= fresh
    return found


def _shares(session: Session, keys: set[str]) -> list[Happening]:
    """What agents' shares say: who accepted, and from whom it came back.

    What was handed over is told from the moment it was offered: a line says to whom it went, and
    another why it is with somebody else. An offer of the queue is nobody's business but theirs.
    """
    found = []
    for share, name in session.execute(
        select(Interaction, User.name)
        .join(User, User.id == Interaction.user_id)
        .join(Conversation, Conversation.id == Interaction.conversation_id)
        .where(
            Conversation.key.in_(keys),
            or_(Interaction.accepted_at.is_not(None), Interaction.via == Via.HANDED_OVER),
        )
        .order_by(Interaction.id)
    ):
        # What is handed over and theirs at once has its line already.
        was_given = share.via is Via.HANDED_OVER and share.accepted_at == share.offered_at
        if share.accepted_at and not was_given:
            event = "returned" if share.via is Via.RETURNED else "accepted"
            found.append(Happening(f"a{share.id}", event, share.accepted_at, name))
        if share.ended_at and share.ending in _CAME_BACK:
            event = _CAME_BACK[share.ending]
            found.append(Happening(f"e{share.id}", event, share.ended_at, name))
    return found
