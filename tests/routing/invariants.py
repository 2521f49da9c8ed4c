"""What must hold of the rows after every step, whatever was done and by however many at once.

Who is fit for a conversation is worked out here once more, in plain Python from the rows: the
product's own queries must not be the judge of themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.contacts.models import Address, Block, Contact
from occ.conversations.models import Conversation, State
from occ.core.events import Stream, StreamEvent
from occ.messaging.models import Direction, Message
from occ.routing.models import Interaction, InteractionState, Rest, Via
from occ.services.models import UNASSIGNED_KEY, Service, ServiceMember
from occ.users.models import Lease, Presence, User
from occ.users.spans import PresenceSpan


def check(session: Session, now: datetime) -> None:
    the_counters_equal_the_rows(session)
    a_conversation_matches_its_interaction(session)
    one_person_has_one_open_conversation_a_service(session)
    no_number_of_a_stream_is_missing_or_double(session)
    nobody_waits_while_a_fit_agent_is_free(session, now)
    who_has_a_live_lease_is_connected(session, now)
    everybody_stands_where_their_priority_puts_them(session)
    nobody_who_is_blocked_has_anything_open(session)
    spans_of_presence_say_what_the_users_say(session)


def the_counters_equal_the_rows(session: Session) -> None:
    live = Counter(interaction.user_id for interaction in _live(session))
    counted = {user.id: user.seats_taken for user in session.scalars(select(User))}

    assert counted == {user_id: live[user_id] for user_id in counted}


def a_conversation_matches_its_interaction(session: Session) -> None:
    live, wrapped = defaultdict(list), defaultdict(list)
    for interaction in _live(session):
        if interaction.state is InteractionState.WRAPPING:
            pair = (interaction.user_id, interaction.id)
            wrapped[interaction.conversation_id].append(pair)
        else:
            live[interaction.conversation_id].append(interaction)
    for conversation in session.scalars(select(Conversation)):
        held = [
            (State(interaction.state.value), interaction.user_id, interaction.id)
            for interaction in live[conversation.id]
        ]
        if conversation.state in (State.OFFERED, State.ACTIVE):
            said = (conversation.state, conversation.user_id, conversation.interaction_id)
            assert held == [said], conversation.id
        elif conversation.state is State.CLOSED and wrapped[conversation.id]:
            said = (conversation.user_id, conversation.interaction_id)
            assert [said] == wrapped[conversation.id], conversation.id
        elif conversation.state is State.PARKED:
            assert held == [], conversation.id
            assert conversation.user_id and conversation.interaction_id is None
        else:
            assert held == [], conversation.id
            assert (conversation.user_id, conversation.interaction_id) == (None, None)


def who_has_a_live_lease_is_connected(session: Session, now: datetime) -> None:
    live = select(Lease.user_id).where(Lease.expires_at > now)
    missed = select(User.key).where(User.id.in_(live), ~User.connected)

    assert session.scalars(missed).all() == []


def one_person_has_one_open_conversation_a_service(session: Session) -> None:
    """And no message hangs on an address that was merged into another."""
    rows = session.execute(
        select(Address.id, Address.merged_into_id, Conversation.service_id, Conversation.state)
        .join(Conversation, Conversation.address_id == Address.id)
        .order_by(Conversation.id)
    ).all()

    assert [row for row in rows if row.merged_into_id is not None] == []
    open_ones = Counter((row.id, row.service_id) for row in rows if row.state is not State.CLOSED)
    assert [place for place, count in open_ones.items() if count > 1] == []


def no_number_of_a_stream_is_missing_or_double(session: Session) -> None:
    kept = defaultdict(list)
    for name, number in session.execute(select(StreamEvent.stream, StreamEvent.number)):
        kept[name].append(number)
    for stream in session.scalars(select(Stream)):
        assert sorted(kept[stream.name]) == list(range(1, stream.head + 1)), stream.name


def nobody_waits_while_a_fit_agent_is_free(session: Session, now: datetime) -> None:
    """A conversation waits only where everybody fit and free rests from it."""
    services = {service.id: service for service in session.scalars(select(Service))}
    free = fit_agents(session, now)
    resting = rests(session, now)
    for conversation in waiting(session):
        if services[conversation.service_id].key == UNASSIGNED_KEY:
            continue
        could = free & serving(session, conversation.service_id)
        idle = {user_id for user_id in could if (conversation.id, user_id) not in resting}
        assert not idle, f"conversation {conversation.id} waits, and {idle} are free"


def fit_agents(session: Session, now: datetime) -> set[int]:
    reachable = {
        lease.user_id for lease in session.scalars(select(Lease)) if lease.expires_at > now
    }
    return {
        user.id
        for user in session.scalars(select(User))
        if user.id in reachable
        and user.chat
        and user.whatsapp
        and user.disabled_at is None
        and user.presence is Presence.AVAILABLE
        and user.seats_taken < user.max_interactions
    }


def serving(session: Session, service_id: int) -> set[int]:
    chosen = select(ServiceMember.user_id).where(ServiceMember.service_id == service_id)
    return set(session.scalars(chosen)) or set(session.scalars(select(User.id)))


def rests(session: Session, now: datetime) -> set[tuple[int, int]]:
    """Pairs of a conversation and a user who rests from it."""
    return {
        (rest.conversation_id, rest.user_id)
        for rest in session.scalars(select(Rest))
        if rest.until > now
    }


def waiting(session: Session) -> list[Conversation]:
    found = session.scalars(select(Conversation).where(Conversation.state == State.WAITING))
    return sorted(found, key=place_in_queue)


def everybody_stands_where_their_priority_puts_them(session: Session) -> None:
    rows = session.execute(
        select(Conversation, Contact.priority)
        .join(Address, Address.id == Conversation.address_id)
        .join(Contact, Contact.id == Address.contact_id)
        .where(Conversation.state == State.WAITING)
    )
    for conversation, priority in rows:
        head_start = timedelta(minutes=30 * priority)
        assert conversation.stands_since == conversation.waiting_since - head_start


def nobody_who_is_blocked_has_anything_open(session: Session) -> None:
    open_ones = (
        select(Conversation.key)
        .join(Address, Address.id == Conversation.address_id)
        .join(Block, Block.contact_id == Address.contact_id)
        .where(Block.blocked_at.is_not(None), Conversation.state != State.CLOSED)
    )

    assert session.scalars(open_ones).all() == []


def place_in_queue(conversation: Conversation) -> tuple[int, datetime, int]:
    return conversation.queue_rank, conversation.stands_since, conversation.id


def order_was_kept(session: Session, after: int, now: datetime) -> int:
    """Of the interactions numbered above `after`, nobody was passed over without a reason.

    Returns the newest number.
    """
    given = session.execute(
        select(Interaction.id, Interaction.user_id, Conversation)
        .join(Conversation, Conversation.id == Interaction.conversation_id)
        .where(Interaction.id > after, Interaction.via == Via.QUEUE)
    ).all()
    if not given:
        return after
    resting, still_waiting = rests(session, now), waiting(session)
    for _, user_id, conversation in given:
        for other in still_waiting:
            if other.service_id == conversation.service_id:
                if place_in_queue(other) < place_in_queue(conversation):
                    assert (other.id, user_id) in resting, (
                        f"{conversation.id} went to {user_id} before {other.id}"
                    )
    return max(row.id for row in given)


def messages_placed(session: Session) -> tuple[int, int]:
    """How many in and out hang on an address that is known by a number or an id."""
    rows = session.execute(
        select(Message.direction, func.count())
        .join(Conversation, Message.conversation_id == Conversation.id)
        .join(Address, Conversation.address_id == Address.id)
        .where(Address.phone.is_not(None) | Address.bsuid.is_not(None))
        .group_by(Message.direction)
    )
    counted = {direction: count for direction, count in rows}
    return counted.get(Direction.IN, 0), counted.get(Direction.OUT, 0)


def _live(session: Session) -> list[Interaction]:
    found = select(Interaction).where(Interaction.state != InteractionState.ENDED)
    return list(session.scalars(found))


def spans_of_presence_say_what_the_users_say(session: Session) -> None:
    """The last of each user's is what their row is now, and none begins before another ends."""
    of_users = defaultdict(list)
    for span in session.scalars(select(PresenceSpan).order_by(PresenceSpan.from_at)):
        of_users[span.user_id].append(span)
    for user in session.scalars(select(User)):
        spans = of_users[user.id]
        for one, other in pairwise(spans):
            assert one.to_at is not None and one.from_at < one.to_at <= other.from_at
        said = [(span.state.value, span.seats) for span in spans if span.to_at is None]
        seats = user.max_interactions if user.chat and user.whatsapp else 0
        if user.connected and user.disabled_at is None:
            assert said == [(user.presence.value, seats)], user.name
        elif user.grace_ends_at and user.presence != "offline" and user.disabled_at is None:
            assert said == [("lost", seats)], user.name
        else:
            assert said == [], user.name
