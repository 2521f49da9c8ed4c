"""What a past day had, read into plain values: who wrote, who was there, and how it went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.routing import targets
from occ.routing.models import Interaction
from occ.routing.needing import BEGUN_BY_CUSTOMERS
from occ.routing.replay import Served
from occ.routing.reports import Period
from occ.routing.targets import Target
from occ.services import listing, opening
from occ.services.models import UNASSIGNED_KEY, Service
from occ.services.opening import Opening
from occ.settings import store
from occ.settings.pages import RoutingSettings
from occ.users import spans
from occ.users.models import User
from occ.users.spans import Span, Standing

MOST = 20_000
"""Conversations of a day; of more the page says so."""
_HOUR = timedelta(hours=1)
_BEFORE = timedelta(days=2)
"""What came or was accepted so long before the day is looked at, for the seats it still fills."""


class Share(NamedTuple):
    """What somebody accepted; `ended` None: it goes on."""

    user_id: int
    offered: datetime
    accepted: datetime
    ended: datetime | None


class Came(NamedTuple):
    """One conversation, as it went."""

    id: int
    service_id: int
    opened: datetime
    stands_since: datetime
    known_to_id: int | None
    accepted: datetime | None
    answered: datetime | None
    closed: datetime | None
    asked: bool
    """A customer began it."""
    shares: Sequence[Share]


class Person(NamedTuple):
    id: int
    key: str
    name: str
    seats: int
    """By their profile of now."""
    spans: Sequence[Span]
    """In which they were available, with a seat at least."""

    @property
    def most(self) -> int:
        return max((span.seats for span in self.spans), default=self.seats)

    @property
    def seconds(self) -> float:
        return sum((span.ended - span.begun).total_seconds() for span in self.spans)


class Offered(NamedTuple):
    """A service, and what it promises."""

    key: str
    served: Served
    target: Target


@dataclass(frozen=True)
class PastDay:
    period: Period
    services: Mapping[int, Offered]
    people: Sequence[Person]
    """By name: who was available that day, or had something of it."""
    came: Sequence[Came]
    """In the order of their arrival, also those that waited as the day began."""
    in_hand: Sequence[tuple[int, datetime]]
    """Seats taken as the day began: whose, and until when."""
    too_many: int = 0
    """Conversations, where they are more than can be replayed: then nothing else is read."""


class Stretch(NamedTuple):
    begins: datetime
    ends: datetime
    start: datetime
    """Of the day: of what began before it only what waited then is read."""


def read(session: Session, period: Period, now: datetime) -> PastDay:
    """Of one day, all in one go."""
    if count := too_many(session, period):
        return nothing(period, count)
    found = [each for stretch in stretches(period) for each in came(session, stretch)]
    return of(session, period, found, now)


def too_many(session: Session, period: Period) -> int:
    """How many began, where they are more than MOST."""
    start, end = period.midnights
    when = (Conversation.opened_at >= start) & (Conversation.opened_at < end)
    count = session.scalar(select(func.count()).select_from(Conversation).where(when)) or 0
    return count if count > MOST else 0


def nothing(period: Period, count: int) -> PastDay:
    return PastDay(period, {}, (), (), (), count)


def stretches(period: Period) -> list[Stretch]:
    """Small ones, so that others have their turn in between."""
    start, end = period.midnights
    hours = range(-(-(end - start) // _HOUR))
    return [
        Stretch(start - _BEFORE, start, start),
        *(Stretch(at, min(at + _HOUR, end), start) for at in (start + n * _HOUR for n in hours)),
    ]


def of(session: Session, period: Period, found: Sequence[Came], now: datetime) -> PastDay:
    """With what came, in order."""
    start, end = period.midnights
    people = _people(session, list(spans.between(session, start, end, now)), found)
    services = _services(session, start, end)
    return PastDay(period, services, people, found, _in_hand(session, start, end))


def came(session: Session, stretch: Stretch) -> list[Came]:
    begins, ends, start = stretch
    waited = or_(
        Conversation.first_accepted_at.is_(None), Conversation.first_accepted_at >= start
    ) & or_(Conversation.closed_at.is_(None), Conversation.closed_at >= start)
    which = (Conversation.opened_at >= begins) & (Conversation.opened_at < ends)
    if begins < start:
        which &= waited
    shares: defaultdict[int, list[Share]] = defaultdict(list)
    rows: Iterable[Any] = session.execute(
        select(
            Interaction.conversation_id,
            Interaction.user_id,
            Interaction.offered_at,
            Interaction.accepted_at,
            Interaction.ended_at,
        )
        .join(Conversation, Conversation.id == Interaction.conversation_id)
        .where(which, Interaction.accepted_at.is_not(None))
        .order_by(Interaction.id)
    )
    for row in rows:
        shares[row.conversation_id].append(Share(*row[1:]))
    found = select(
        Conversation.id,
        Conversation.service_id,
        Conversation.opened_at,
        Conversation.waiting_since,
        Conversation.stands_since,
        Conversation.known_to_id,
        Conversation.first_accepted_at,
        Conversation.first_answered_at,
        Conversation.closed_at,
        BEGUN_BY_CUSTOMERS.label("asked"),
    )
    return [
        Came(
            row.id,
            row.service_id,
            row.opened_at,
            # The head start of its contact; what it waited for later it did not wait for yet.
            row.opened_at - (row.waiting_since - row.stands_since),
            row.known_to_id,
            row.first_accepted_at,
            row.first_answered_at,
            row.closed_at,
            bool(row.asked),
            shares.get(row.id, ()),
        )
        for row in session.execute(found.where(which).order_by(Conversation.opened_at))
    ]


def _people(session: Session, found: Iterable[Span], came: Iterable[Came]) -> list[Person]:
    available: defaultdict[int, list[Span]] = defaultdict(list)
    for span in found:
        if span.state is Standing.AVAILABLE and span.seats:
            available[span.user_id].append(span)
    had = {share.user_id for each in came for share in each.shares}
    users = select(User.id, User.key, User.name, User.max_interactions)
    rows: Iterable[Any] = session.execute(users.where(User.id.in_(had | available.keys())))
    people = [
        Person(row.id, row.key, row.name, row.max_interactions, available.get(row.id, ()))
        for row in rows
    ]
    return sorted(people, key=lambda one: (one.name.casefold(), one.id))


def _services(session: Session, start: datetime, end: datetime) -> dict[int, Offered]:
    goals = targets.by_service(session)
    usual = Target(0, store.load(session, RoutingSettings).target_seconds)
    members = listing.members(session)
    return {
        each.id: Offered(
            each.key,
            Served(
                each.priority,
                members.get(each.id, set()),
                _open(opening.of(session, each), start, end),
            ),
            goals.get(each.id, usual),
        )
        for each in session.scalars(select(Service).where(Service.key != UNASSIGNED_KEY))
    }


def _open(
    hours: Opening, start: datetime, end: datetime
) -> Sequence[tuple[datetime, datetime]] | None:
    if hours.hours is None or hours.offers_when_shut:
        return None
    found, at = [], start
    while (opens := hours.next_opening(at)) is not None and opens < end:
        at = hours.shuts_at(opens) or end
        found.append((opens, at))
        if at >= end:
            break
    return found


def _in_hand(session: Session, start: datetime, end: datetime) -> list[tuple[int, datetime]]:
    which = (
        (Interaction.accepted_at >= start - _BEFORE)
        & (Interaction.accepted_at < start)
        & (Interaction.ended_at.is_(None) | (Interaction.ended_at > start))
    )
    found = select(Interaction.user_id, Interaction.ended_at).where(which).order_by(Interaction.id)
    return [(user_id, ended or end) for user_id, ended in session.execute(found)]
