"""The events of routing: ids alone, since what a screen needs is read after the commit."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.threads import Place
from occ.core import events
from occ.routing import audience
from occ.routing.models import Interaction


def conversation_changed(session: Session, *places: Place) -> None:
    """Tell everybody who may see it where it stands, and where it stood before."""
    streams = {stream for place in places for stream in audience.of(place)}
    events.record(session, "conversation_changed", {"conversation": places[-1].id}, streams)


def thread_changed(session: Session, place: Place, joined: Place) -> None:
    """Messages came to it from another one: its screens read them anew.

    Whoever had the other, which stood at `joined`, goes on here, or hears where it went.
    """
    facts = {"conversation": place.key, "joined": joined.key}
    streams = {*audience.of(place), *audience.of(joined)}
    events.record(session, "thread_changed", facts, streams)


def thread_emptied(session: Session, place: Place) -> None:
    """Nothing it said is left: whoever had it once, or oversees, sees that."""
    had = select(Interaction.user_id).where(Interaction.conversation_id == place.id).distinct()
    holders = [place._replace(user_id=user_id) for user_id in session.scalars(had)]
    conversation_changed(session, *holders, place)
    facts = {"conversation": place.key, "joined": place.key}
    streams = {stream for each in (place, *holders) for stream in audience.of(each)}
    events.record(session, "thread_changed", facts, streams)


def conversation_read(session: Session, conversation_id: int, user_id: int) -> None:
    """The agent's other tabs and devices hear how far they have read; nobody else asks."""
    facts = {"conversation": conversation_id}
    events.record(session, "conversation_changed", facts, [audience.user(user_id)])


def user_changed(session: Session, user_id: int) -> None:
    events.record(session, "user_changed", {"user": user_id}, [audience.user(user_id)])


def audience_changed(session: Session, user_id: int) -> None:
    """The user's role, channels, services or powers changed: their connections hear others now."""
    events.record(session, "audience_changed", {"user": user_id}, [audience.user(user_id)])


def signed_out(session: Session, user_id: int, session_ids: Sequence[int] | None = None) -> None:
    """The connections of these sessions of the user's end; of all, where none are named."""
    which = list(session_ids) if session_ids is not None else None
    facts = {"user": user_id, "sessions": which}
    events.record(session, "signed_out", facts, [audience.user(user_id)])
