"""A supervisor steps in: assigns, takes over, sends back, moves forward, reads along."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import ARRIVED, FORWARD, RETURNED, Conversation, State
from occ.conversations.threads import place_of
from occ.core import events
from occ.core.errors import Conflict, NotFound
from occ.core.locks import locked
from occ.core.words import say
from occ.flows import change_profile, hand_over, presence
from occ.flows.change_profile import ProfileChange
from occ.journal import entries as journal
from occ.routing import access, offers, queue, tell
from occ.routing.models import Ending
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.users import accounts
from occ.users.models import Presence, Role, User

QUEUE, ASIDE = "queue", "aside"
"""Who has what waits, and what is parked, on the screen of who oversees."""


def assign(
    session: Session, actor_id: int, key: str, agent_key: str, now: datetime, shown: str | None
) -> int:
    """Give it to an agent with a free seat.

    `shown`: who had it where it was pressed, a user's key, QUEUE or ASIDE. Raises NotFound,
    Conflict, also where somebody else has moved it meanwhile.
    """
    _demand_shown(session, actor_id, key, shown)
    return hand_over.to_colleague(session, actor_id, key, agent_key, now)


def assign_over(
    session: Session,
    actor_id: int,
    key: str,
    agent_key: str,
    now: datetime,
    shown: str | None = None,
) -> int:
    """Give it to an agent who is full: their limit is raised by one for it, and stays so.

    The limit itself is never passed. The two are one act and two lines of the journal.
    `shown` as in `assign`. Raises NotFound, Conflict, Invalid.
    """
    _demand_shown(session, actor_id, key, shown)
    conversation = access.held_by(session, session.get_one(User, actor_id), key)
    offers.hold(session, [conversation])
    agent = accounts.by_key(session, agent_key)
    users = {agent.id, conversation.user_id or agent.id}
    session.execute(locked(select(User.id).where(User.id.in_(users)).order_by(User.id)))
    session.refresh(agent)
    if agent.seats_taken >= agent.max_interactions:
        raised = ProfileChange(max_interactions=agent.seats_taken + 1)
        change_profile.change(session, actor_id, [agent_key], raised, now)
    return hand_over.to_colleague(session, actor_id, key, agent_key, now)


def send_back(
    session: Session, actor_id: int, key: str, now: datetime, shown: str | None = None
) -> int:
    """From whoever has it, or is offered it, to the head of its queue; they rest from it.

    `shown` as in `assign`. Raises NotFound, Conflict.
    """
    _demand_shown(session, actor_id, key, shown)
    conversation = _taken(session, actor_id, key)
    holder_id = conversation.user_id
    offers.hold(session, [conversation])
    if holder_id is not None:
        pause = store.load(session, RoutingSettings).rest_seconds
        offers.rest(session, conversation.id, holder_id, timedelta(seconds=pause), now)
    offers.put_back(session, conversation, Ending.SENT_BACK, now)
    _write(session, actor_id, key, "conversation_sent_back", now)
    events.touch(session, conversation.service_id)
    queue.touch_all(session)
    return conversation.id


def put_forward(session: Session, actor_id: int, key: str, is_first: bool, now: datetime) -> int:
    """Before all others of its queue, or back where it stood. Raises NotFound, Conflict.

    Among those put forward, who waits longest is first.
    """
    conversation = access.held_by(session, session.get_one(User, actor_id), key)
    if conversation.state is not State.WAITING:
        raise Conflict(say("It waits no more: somebody has it."), "taken")
    was_served = conversation.first_accepted_at is not None
    rank = FORWARD if is_first else RETURNED if was_served else ARRIVED
    if conversation.queue_rank == rank:
        return conversation.id
    conversation.queue_rank = rank
    session.flush()
    tell.conversation_changed(session, place_of(conversation))
    action = "conversation_put_forward" if is_first else "conversation_put_in_line"
    _write(session, actor_id, key, action, now)
    events.touch(session, conversation.service_id)
    return conversation.id


def set_presence(
    session: Session, actor_id: int, agent_key: str, chosen: Presence, keep: bool, now: datetime
) -> None:
    """Away or offline: that somebody is available is theirs to say. Raises NotFound, Conflict.

    `keep`: offline with work in hand, whether it stays theirs.
    """
    if chosen is Presence.AVAILABLE:
        raise Conflict(say("Only they themselves can say that they are available."), "theirs")
    agent = accounts.by_key(session, agent_key)
    if agent.role is Role.PROGRAM:
        raise NotFound(say("There is no such user."))
    presence.choose(session, agent.id, chosen, keep, now, by=actor_id)


def read_along(
    session: Session,
    actor_id: int,
    key: str,
    now: datetime,
    action: str = "conversation_overseen",
) -> None:
    """Note that somebody else's conversation is being read; once an hour and reader."""
    journal.write_once(session, actor_id, action, journal.Subject("conversation", key), now)


def _demand_shown(session: Session, actor_id: int, key: str, shown: str | None) -> None:
    """Of two who oversee and press at once the second learns of the first, and moves nothing."""
    conversation = access.held_by(session, session.get_one(User, actor_id), key)
    holder = session.get(User, conversation.user_id) if conversation.user_id else None
    theirs = holder.key if holder else None
    fits: dict[State, tuple[str | None, ...]] = {
        State.WAITING: (QUEUE,),
        # Offered in this very moment, it is nobody's yet.
        State.OFFERED: (QUEUE, theirs),
        State.ACTIVE: (theirs,),
        State.PARKED: (ASIDE,),
    }
    if shown is None or shown in fits[conversation.state]:
        return
    if conversation.state is State.WAITING or holder is None:
        raise Conflict(say("It waits in the queue by now. Look again before you move it."), "moved")
    words = say("%(name)s has it by now. Look again before you move it.", name=holder.name)
    raise Conflict(words, "moved")


def _taken(session: Session, actor_id: int, key: str) -> Conversation:
    conversation = access.held_by(session, session.get_one(User, actor_id), key)
    if conversation.state is State.PARKED:
        raise Conflict(say("It is parked: nobody works on it now."), "parked")
    if conversation.user_id is None:
        raise Conflict(say("It is in the queue already."), "waiting")
    return conversation


def _write(session: Session, actor_id: int, key: str, action: str, now: datetime) -> None:
    journal.write(session, actor_id, action, journal.Subject("conversation", key), now)
