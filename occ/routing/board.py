"""The whole house at one moment, for who oversees it: services, agents, and who waits.

A handful of statements, however many look and however many agents or services there are; each
reads the rows of the moment by their partial indexes, and none the past.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, exists, func, select, true
from sqlalchemy.orm import Session

from occ.contacts.models import Address, Contact
from occ.conversations.models import Conversation, State
from occ.core.address import readable
from occ.core.clock import iso
from occ.core.priority import name_of
from occ.routing import rule, waiting
from occ.services import opening
from occ.services.models import UNASSIGNED_KEY, Service, ServiceMember
from occ.services.opening import Opening
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users.leases import live
from occ.users.models import Presence, Role, User

Board = dict[str, Any]
MOST_WAITING = 200
MOST_AGENTS = 500
MOST_HELD = 2000


class Person(NamedTuple):
    id: int
    key: str
    name: str
    presence: Presence
    since: datetime | None
    taken: int
    limit: int
    takes: bool
    reached: bool

    @property
    def is_free(self) -> bool:
        return self.is_available and self.taken < self.limit

    @property
    def is_available(self) -> bool:
        return self.takes and self.reached and self.presence is Presence.AVAILABLE


def board(session: Session, now: datetime) -> Board:
    """Times are ISO 8601; whoever shows it counts the ages, so it is the same while all rests."""
    people = [Person(*row) for row in session.execute(_people(now))]
    held = session.execute(_HELD).all()
    queue = session.execute(_QUEUE).all()
    return {
        "services": _services(session, people, now),
        "agents": _agents(people, held),
        "waiting": [
            {
                **_named(row),
                "since": iso(row.waiting_since),
                "rank": row.queue_rank,
                "priority": name_of(row.priority),
            }
            for row in queue
        ],
        "open": session.scalar(_OPEN_COUNT) or 0,
    }


def _services(session: Session, people: Sequence[Person], now: datetime) -> list[dict[str, Any]]:
    members: dict[int, set[int]] = defaultdict(set)
    for service_id, user_id in session.execute(_MEMBERS):
        members[service_id].add(user_id)
    counted = {row.service_id: row for row in session.execute(_BY_SERVICE)}
    reasons = waiting.reasons(session, true(), now)
    zone = store.load(session, CompanySettings).zone
    found = []
    for service in session.scalars(_SERVICES):
        service_id, key, name = service.id, service.key, service.name
        chosen, row = members.get(service_id), counted.get(service_id)
        unassigned = key == UNASSIGNED_KEY
        team = [one for one in people if not chosen or one.id in chosen]
        if unassigned:
            team = []
        found.append(
            {
                "key": key,
                "name": name,
                "unassigned": unassigned,
                "waiting": row.waiting if row else 0,
                "oldest": iso(row.oldest) if row else None,
                "open": row.held if row else 0,
                "parked": row.parked if row else 0,
                "available": sum(one.is_available for one in team),
                "free": sum(one.limit - one.taken for one in team if one.is_free),
                "why": reasons.get(key),
                **_hours(opening.of(session, service, zone), now),
            }
        )
    return found


def _hours(found: Opening, now: datetime) -> dict[str, Any]:
    """Whether it is open, and when that changes next; None: not before a week is over, or never."""
    if found.is_open(now):
        return {"is_open": True, "until": iso(found.shuts_at(now))}
    return {"is_open": False, "until": iso(found.next_opening(now))}


def _agents(people: Iterable[Person], held: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    theirs: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in held:
        theirs[row.user_id].append(row)
    return [
        {
            "key": one.key,
            "name": one.name,
            "presence": one.presence.value,
            "since": iso(one.since),
            "reached": one.reached,
            "takes": one.takes,
            "taken": one.taken,
            "offered": Counter(row.state for row in theirs[one.id])[State.OFFERED],
            "limit": one.limit,
            "unanswered_since": iso(
                min(
                    (row.unanswered_since for row in theirs[one.id] if _is_asked(row)), default=None
                )
            ),
            "conversations": [
                {
                    **_named(row),
                    "state": row.state.value,
                    "unanswered_since": iso(row.unanswered_since),
                }
                for row in theirs[one.id]
            ],
        }
        for one in people
    ]


def _is_asked(row: Row[Any]) -> bool:
    return row.state is State.ACTIVE and row.unanswered_since is not None


def _named(row: Row[Any]) -> dict[str, Any]:
    return {
        "key": row.key,
        "service": {"key": row.service_key, "name": row.service_name},
        "contact": contact(row),
    }


def contact(row: Row[Any]) -> dict[str, Any]:
    return {
        "key": row.contact_key,
        "name": row.contact_name,
        "address": readable(row.phone) if row.phone else None,
    }


def conversations(*more: Any) -> Select[Any]:
    """Conversations as rows that `contact` reads, with `more` columns."""
    return (
        select(
            Conversation.key,
            Service.key.label("service_key"),
            Service.name.label("service_name"),
            Contact.key.label("contact_key"),
            Contact.name.label("contact_name"),
            Address.phone,
            *more,
        )
        .join(Service, Service.id == Conversation.service_id)
        .join(Address, Address.id == Conversation.address_id)
        .join(Contact, Contact.id == Address.contact_id)
    )


def _people(now: datetime) -> Select[*tuple[Any, ...]]:
    """Whoever may be given conversations, or still has some."""
    takes = User.chat & User.whatsapp
    reached = exists().where(live(User.id, now)).correlate(User)  # type: ignore[arg-type]
    return (
        select(
            User.id,
            User.key,
            User.name,
            User.presence,
            User.presence_since,
            User.seats_taken,
            User.max_interactions,
            takes,
            reached,
        )
        .where(User.role != Role.PROGRAM, User.disabled_at.is_(None))
        .where(takes | (User.seats_taken > 0))
        .order_by(func.lower(User.name), User.id)
        .limit(MOST_AGENTS)
    )


IS_OPEN = Conversation.state != State.CLOSED
_OPEN_COUNT = select(func.count()).select_from(Conversation).where(IS_OPEN)
_SERVICES = select(Service).where(Service.archived_at.is_(None)).order_by(Service.name)
_MEMBERS = select(ServiceMember.service_id, ServiceMember.user_id)
_WAITS = Conversation.state == State.WAITING
_IS_HELD = Conversation.state.in_([State.OFFERED, State.ACTIVE])
_BY_SERVICE = (
    select(
        Conversation.service_id,
        func.count().filter(_WAITS).label("waiting"),
        func.min(Conversation.waiting_since).filter(_WAITS).label("oldest"),
        func.count().filter(_IS_HELD).label("held"),
        func.count().filter(Conversation.state == State.PARKED).label("parked"),
    )
    .where(IS_OPEN)
    .group_by(Conversation.service_id)
)
_HELD = (
    conversations(
        Conversation.user_id,
        Conversation.state,
        Conversation.unanswered_since,
    )
    .where(IS_OPEN, _IS_HELD, Conversation.user_id.is_not(None))
    .order_by(Conversation.accepted_at, Conversation.id)
    .limit(MOST_HELD)
)
_QUEUE = (
    conversations(Conversation.waiting_since, Conversation.queue_rank, Contact.priority)
    .where(Conversation.state == State.WAITING)
    .order_by(*rule.place(Conversation))
    .limit(MOST_WAITING)
)
