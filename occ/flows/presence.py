"""An agent comes, chooses a presence, loses a connection or goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core import events
from occ.core.errors import Conflict
from occ.core.locks import lock_row, locked
from occ.core.words import say
from occ.journal import entries as journal
from occ.routing import lookers, offers, queue, tell
from occ.routing.models import Ending
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.users import leases, spans
from occ.users.models import Presence, User


def come_online(
    session: Session, user_id: int, connection: str, now: datetime, session_id: int | None = None
) -> None:
    """Start or prolong a connection's lease; whoever is back can be offered work."""
    if leases.renew(session, user_id, connection, now, session_id):
        tell.user_changed(session, user_id)
        queue.touch_all(session)


def lose_connection(session: Session, connection: str, now: datetime) -> None:
    """The connection is gone. After the last one the work stays for a grace."""
    lookers.look_away(session, connection)
    user_id = leases.end(session, connection)
    if user_id is not None:
        _start_grace(session, user_id, now)


def lapse(session: Session, now: datetime) -> None:
    """End the leases that were not renewed."""
    for user_id in sorted(leases.lapse(session, now)):
        _start_grace(session, user_id, now)
    lookers.forget_gone(session)


def gone(session: Session, now: datetime) -> Sequence[int]:
    """Users whose grace is over."""
    return session.scalars(select(User.id).where(User.grace_ends_at <= now)).all()


def return_work(session: Session, user_id: int, now: datetime) -> None:
    """Everything the user has returns to the head of its queue, unless they came back meanwhile."""
    held = _held(session, user_id, State.OFFERED, State.ACTIVE)
    user: User = lock_row(session, select(User).where(User.id == user_id))
    if user.grace_ends_at is None or user.grace_ends_at > now:
        return
    user.grace_ends_at = None
    spans.note(session, user_id, now)
    _put_back(session, held, Ending.LOST, now)


def choose(
    session: Session,
    user_id: int,
    presence: Presence,
    keep: bool | None,
    now: datetime,
    by: int | None = None,
) -> None:
    """Set a presence. Going offline with work in hand needs a decision: keep it or not.

    `by`: who sets it for the user; None where it is their own choice.
    Raises Conflict ("work_in_hand") where that was not said.
    """
    offline = presence is Presence.OFFLINE
    if offline and keep is None and _has_any(session, user_id):
        raise Conflict(
            say(
                "You have conversations in hand. Keep them until they are closed, "
                "or hand them all back to the queue?"
            ),
            "work_in_hand",
        )
    if presence is not Presence.AVAILABLE:
        all_of_it = offline and keep is False
        hand_back(session, user_id, Ending.LEFT, now, offers_only=not all_of_it)
    user: User = lock_row(session, select(User).where(User.id == user_id))
    because = None if by is None else "supervisor"
    if user.presence is presence and (user.away_because is None or by is not None):
        return
    journal.write(
        session,
        by or user_id,
        "presence_chosen",
        journal.Subject("user", user.key),
        now,
        before={"presence": user.presence.value},
        after={"presence": presence.value},
    )
    user.presence, user.away_because, user.missed_in_row = presence, because, 0
    user.presence_since = now
    spans.note(session, user_id, now)
    tell.user_changed(session, user_id)
    if presence is Presence.AVAILABLE:
        queue.touch_all(session)


def _start_grace(session: Session, user_id: int, now: datetime) -> None:
    seconds = store.load(session, RoutingSettings).grace_seconds
    leases.start_grace(session, user_id, timedelta(seconds=seconds), now)


def hand_back(
    session: Session, user_id: int, ending: Ending, now: datetime, *, offers_only: bool = False
) -> None:
    states = [State.OFFERED] if offers_only else [State.OFFERED, State.ACTIVE]
    _put_back(session, _held(session, user_id, *states), ending, now)


def _held(session: Session, user_id: int, *states: State) -> Sequence[Conversation]:
    """What the user has, locked, with its interactions."""
    held = select(Conversation).where(
        Conversation.user_id == user_id, Conversation.state.in_(states)
    )
    found = session.scalars(
        locked(held.order_by(Conversation.id)).execution_options(populate_existing=True)
    ).all()
    offers.hold(session, found)
    return found


def _has_any(session: Session, user_id: int) -> bool:
    in_hand = Conversation.state.in_((State.OFFERED, State.ACTIVE))
    return bool(session.scalar(select(exists().where(Conversation.user_id == user_id, in_hand))))


def _put_back(
    session: Session, held: Sequence[Conversation], ending: Ending, now: datetime
) -> None:
    for conversation in held:
        offers.put_back(session, conversation, ending, now)
        events.touch(session, conversation.service_id)
