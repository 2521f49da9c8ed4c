"""What was, by day, service and agent: read from the rows of a bounded period, by their indexes.

A day is one of the company's zone, from midnight to midnight: 23 or 25 hours in the two nights in
which the clocks change. What a customer waited for counts on the day they wrote, what an agent did
on the day it ended.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.routing import occupancy, targets
from occ.routing.models import Ending, Interaction, InteractionState
from occ.routing.needing import BEGUN_BY_CUSTOMERS
from occ.routing.occupancy import Held
from occ.routing.report_figures import AtOnce, Figures
from occ.services import listing
from occ.services.models import UNASSIGNED_KEY, Service
from occ.users import spans
from occ.users.models import User

MOST_DAYS = 92
_HELD_FOR = timedelta(days=2)
"""What was accepted so long before the period, or ended so long after it, is looked at for the
seat that it filled in between."""
_DONE = {Ending.CLOSED, Ending.HANDED_OVER, Ending.SENT_BACK, Ending.PARKED}
DAY = timedelta(days=1)
EARLIEST = date(2000, 1, 1)


class Period(NamedTuple):
    """Both days belong to it."""

    first: date
    last: date
    zone: str

    @property
    def days(self) -> list[date]:
        return [self.first + number * DAY for number in range((self.last - self.first).days + 1)]

    @property
    def midnights(self) -> list[datetime]:
        """The beginning of each day, and the end of the last, in UTC."""
        zone = ZoneInfo(self.zone)
        return [
            datetime.combine(day, time(0), zone).astimezone(UTC)
            for day in [*self.days, self.last + DAY]
        ]


def today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def period(first: date | None, last: date | None, today: date, zone: str) -> Period:
    """What was asked for, as far as it may be; the last seven days where nothing was."""
    last = max(min(last or today, today), EARLIEST)
    first = min(first or last - 6 * DAY, last)
    return Period(max(first, last - (MOST_DAYS - 1) * DAY), last, zone)


@dataclass
class Report:
    days: dict[str, Figures]
    services: dict[str, Figures]
    agents: dict[str, Figures]
    whole: Figures = field(default_factory=lambda: Figures("all"))

    @property
    def at_once(self) -> AtOnce | None:
        """Of all agents together, each counted alone."""
        apart = [one.at_once for one in self.agents.values()]
        found = [one for one in apart if one is not None]
        if not found:
            return None
        spent = found[0].spent.copy()
        for one in found[1:]:
            spent += one.spent
        busy = sum(spent.values()) or 1
        average = sum(count * seconds for count, seconds in spent.items()) / busy
        return AtOnce(average, max(one.peak for one in found), spent)


def read(session: Session, asked: Period, service_key: str | None, now: datetime) -> Report:
    """Of every service, or of one."""
    midnights = asked.midnights
    start, end = midnights[0], midnights[-1]
    # By day and service: what is added up from them is looked at row by row only once.
    cells: defaultdict[tuple[int, int], Figures] = defaultdict(lambda: Figures(""))
    goals = targets.by_service(session)
    for service_id, opened, accepted, answered, state, rating in session.execute(
        _opened(start, end, _of(service_key))
    ):
        cell = cells[bisect_right(midnights, opened) - 1, service_id]
        cell.volume += 1
        if rating is not None:
            cell.ratings.append(rating)
        if accepted is not None:
            cell.waits.append(max(0.0, (accepted - opened).total_seconds()))
        elif state is State.CLOSED:
            cell.abandoned += 1
        target = goals.get(service_id)
        verdict = target.judges(opened, answered, now) if target else None
        cell.due += verdict is not None
        cell.punctual += verdict is True
        if answered is not None:
            cell.answers.append(max(0.0, (answered - opened).total_seconds()))
    agents: defaultdict[int, Figures] = defaultdict(lambda: Figures(""))
    held: list[Held] = []
    for share in _shares(session, start, end, _of(service_key)):
        user_id, service_id, accepted, ended, ending, *_ = share
        agent = agents[user_id]
        _add_of_customer(agent, share, start, end)
        if accepted is not None:
            agent.held.append((max(accepted, start), min(ended or now, end)))
            held.append(Held(user_id, service_id, *agent.held[-1]))
            if accepted >= start:
                agent.accepted += 1
                cells[bisect_right(midnights, accepted) - 1, service_id].accepted += 1
        if ended is None or not start <= ended < end:
            continue
        for one in (cells[bisect_right(midnights, ended) - 1, service_id], agent):
            one.missed += ending is Ending.MISSED
            if accepted is not None and ending in _DONE:
                one.handled.append((ended - accepted).total_seconds())
    days = [Figures(day.isoformat()) for day in asked.days]
    services = {
        service.id: Figures(service.key, service.name)
        for service in session.scalars(select(Service).order_by(Service.name))
    }
    whole = Figures("all")
    occupancy.add(
        spans.between(session, start, end, now),
        held,
        _serving(session, service_key),
        midnights,
        (days, services, agents, whole),
    )
    _add_up(cells, days, services, whole)
    return Report(
        {one.key: one for one in days},
        {one.key: one for one in services.values() if one.volume or one.accepted or one.missed},
        _named(session, agents),
        whole,
    )


def _add_up(
    cells: Mapping[tuple[int, int], Figures],
    days: Sequence[Figures],
    services: Mapping[int, Figures],
    whole: Figures,
) -> None:
    for (place, service_id), cell in cells.items():
        for one in (days[place], services[service_id], whole):
            one.add(cell)


def _named(session: Session, agents: dict[int, Figures]) -> dict[str, Figures]:
    people = select(User.id, User.key, User.name).where(User.id.in_(agents))
    for user_id, key, name in session.execute(people):
        agents[user_id].key, agents[user_id].name = key, name
    shown = (
        one for one in agents.values() if one.accepted or one.missed or one.handled or one.stood
    )
    return {one.key: one for one in sorted(shown, key=lambda one: one.name.casefold())}


def _serving(session: Session, service_key: str | None) -> dict[int, set[int]]:
    """The members, as they are now, of every service that is served, or of the one asked for."""
    which = Service.key != UNASSIGNED_KEY if service_key is None else Service.key == service_key
    live = select(Service.id).where(which, Service.archived_at.is_(None))
    members = listing.members(session)
    return {service_id: members.get(service_id, set()) for service_id in session.scalars(live)}


def _of(service_key: str | None) -> ColumnElement[bool]:
    if service_key is None:
        return true()
    named = select(Service.id).where(Service.key == service_key)
    return Conversation.service_id.in_(named)


def _opened(start: datetime, end: datetime, which: ColumnElement[bool]) -> Any:
    return select(
        Conversation.service_id,
        Conversation.opened_at,
        Conversation.first_accepted_at,
        Conversation.first_answered_at,
        Conversation.state,
        Conversation.rating,
    ).where(
        Conversation.opened_at >= start, Conversation.opened_at < end, BEGUN_BY_CUSTOMERS, which
    )


def _add_of_customer(agent: Figures, share: Any, start: datetime, end: datetime) -> None:
    """How its customer fared, to the agent whose doing it was.

    A wait ends with whoever accepted first, and the first answer is theirs who had it then: both
    count when they accepted. The rating goes to who had it when it was closed.
    """
    accepted, ended = share.accepted_at, share.ended_at
    if accepted is None or not share.asked:
        return
    if accepted >= start:
        if accepted == share.first_accepted_at:
            agent.waits.append(max(0.0, (accepted - share.opened_at).total_seconds()))
        answered = share.first_answered_at
        if answered is not None and accepted <= answered and (ended is None or answered <= ended):
            agent.answers.append((answered - share.opened_at).total_seconds())
    is_closed = share.ending is Ending.CLOSED and ended is not None and start <= ended < end
    if is_closed and share.rating is not None:
        agent.ratings.append(share.rating)


def _shares(
    session: Session, start: datetime, end: datetime, which: ColumnElement[bool]
) -> Iterator[Any]:
    """What ended in the period or filled a seat in it, and what still goes on."""
    query = (
        select(
            Interaction.user_id,
            Conversation.service_id,
            Interaction.accepted_at,
            Interaction.ended_at,
            Interaction.ending,
            Conversation.opened_at,
            Conversation.first_accepted_at,
            Conversation.first_answered_at,
            Conversation.rating,
            BEGUN_BY_CUSTOMERS.label("asked"),
        )
        .join(Conversation, Conversation.id == Interaction.conversation_id)
        .where(which)
    )
    ended = (Interaction.ended_at >= start) & (Interaction.ended_at < end + _HELD_FOR)
    begun = or_(Interaction.accepted_at.is_(None), Interaction.accepted_at < end)
    yield from session.execute(query.where(ended, begun))
    # However long it was held: what was accepted on a day is never taken from it again.
    accepted = (Interaction.accepted_at >= start - _HELD_FOR) & (Interaction.accepted_at < end)
    yield from session.execute(query.where(accepted, Interaction.ended_at >= end + _HELD_FOR))
    goes_on = Interaction.state != InteractionState.ENDED
    yield from session.execute(query.where(goes_on, Interaction.accepted_at < end))
