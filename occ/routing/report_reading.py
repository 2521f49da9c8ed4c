"""The rows of a report, read part by part, so that others have their turn in between.

Inside, moments are seconds after the beginning of the period: a report of a quarter has half a
million of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from occ.conversations.models import State
from occ.routing import occupancy, report_rows, targets
from occ.routing.models import Ending, Interaction
from occ.routing.occupancy import Held, Stood
from occ.routing.report_figures import Figures, Report
from occ.routing.report_rows import HELD_FOR, Part
from occ.services import listing
from occ.services.models import UNASSIGNED_KEY, Service
from occ.users import spans
from occ.users.models import User

_DONE = {Ending.CLOSED, Ending.HANDED_OVER, Ending.SENT_BACK, Ending.PARKED}


class _Came(NamedTuple):
    """Of a conversation, in seconds; of one that no customer began: `asked` False."""

    opened: float
    accepted: float | None
    answered: float | None
    rating: int | None
    asked: bool = True


_NOBODYS = _Came(0, None, None, None, asked=False)


class Reading:
    """Take every part in order, then `report`."""

    def __init__(
        self,
        session: Session,
        days: Sequence[date],
        midnights: Sequence[datetime],
        service_key: str | None,
        now: datetime,
    ) -> None:
        self._start, self._end = start, end = midnights[0], midnights[-1]
        # SQLite keeps no zone, and half a million times putting it back is half of the work.
        naive = session.get_bind().dialect.name == "sqlite"
        self._base = start.replace(tzinfo=None) if naive else start
        self._length = (end - start).total_seconds()
        self._now = (now - start).total_seconds()
        self._midnights = [(each - start).total_seconds() for each in midnights]
        self._which = report_rows.of(service_key)
        self._goals = targets.by_service(session)
        self._days = [Figures(day.isoformat()) for day in days]
        self._services = {
            service.id: Figures(service.key, service.name)
            for service in session.scalars(select(Service).order_by(Service.name))
        }
        self._names = {
            user_id: (key, name)
            for user_id, key, name in session.execute(select(User.id, User.key, User.name))
        }
        self._serving = _serving(session, service_key)
        self._stood = [
            Stood(
                span.user_id,
                span.state,
                span.seats,
                (span.begun - start).total_seconds(),
                (span.ended - start).total_seconds(),
            )
            for span in spans.between(session, start, end, now)
        ]
        self._came: dict[int, _Came] = {}
        # By day and service: what is added up from them is looked at row by row only once.
        self._cells: defaultdict[tuple[int, int], Figures] = defaultdict(lambda: Figures(""))
        self._agents: defaultdict[int, Figures] = defaultdict(lambda: Figures(""))
        self._held: list[Held] = []
        self._is_lasting = True
        by_day = list(pairwise(midnights))
        self.parts = [
            *(Part(True, *each) for each in by_day),
            *(Part(False, *each) for each in [*by_day, (end, end + HELD_FOR)]),
        ]

    def take(self, session: Session, part: Part) -> None:
        if part.is_opened:
            self._take_opened(session, part)
            return
        if self._is_lasting:
            self._is_lasting = False
            for which in report_rows.lasting(self._start, self._end):
                self._take_shares(session, which)
        ended = (Interaction.ended_at >= part.begins) & (Interaction.ended_at < part.ends)
        begun = Interaction.accepted_at.is_(None) | (Interaction.accepted_at < self._end)
        self._take_shares(session, ended & begun)

    def report(self) -> Report:
        """Of what was taken. Pure."""
        whole = Figures("all")
        to = (self._days, self._services, self._agents, whole)
        occupancy.add(self._stood, self._held, self._serving, self._midnights, to)
        for (place, service_id), cell in self._cells.items():
            for figures in (self._days[place], self._services[service_id], whole):
                figures.add(cell)
        for one in (whole, *self._days, *self._services.values(), *self._agents.values()):
            one.settle()
        services = self._services.values()
        return Report(
            {one.key: one for one in self._days},
            {one.key: one for one in services if one.volume or one.accepted or one.missed},
            self._named(),
            whole,
        )

    def _take_opened(self, session: Session, part: Part) -> None:
        base, goals = self._base, self._goals
        day = bisect_right(self._midnights, (part.begins - self._start).total_seconds()) - 1
        for number, service_id, at, first, words, state, rating in session.execute(
            report_rows.opened(part, self._which)
        ):
            opened = (at - base).total_seconds()
            accepted = None if first is None else (first - base).total_seconds()
            answered = None if words is None else (words - base).total_seconds()
            self._came[number] = _Came(opened, accepted, answered, rating)
            cell = self._cells[day, service_id]
            cell.volume += 1
            if rating is not None:
                cell.ratings.append(rating)
            if accepted is not None:
                cell.waits.append(max(0.0, accepted - opened))
            elif state is State.CLOSED:
                cell.abandoned += 1
            if answered is not None:
                cell.answers.append(max(0.0, answered - opened))
            if service_id in goals:
                after = None if answered is None else answered - opened
                verdict = goals[service_id].judges(after, self._now - opened)
                cell.due += verdict is not None
                cell.punctual += verdict is True

    def _take_shares(self, session: Session, which: ColumnElement[bool]) -> None:
        base, end, cells = self._base, self._length, self._cells
        query = report_rows.shares(self._start, which & self._which)
        for number, user_id, service_id, first, last, ending, *before in session.execute(query):
            agent = self._agents[user_id]
            accepted = None if first is None else (first - base).total_seconds()
            ended = None if last is None else (last - base).total_seconds()
            if accepted is not None:
                self._add_of_customer(agent, self._told(number, before), accepted, ended, ending)
                until = min(self._now if ended is None else ended, end)
                held = Held(user_id, service_id, max(accepted, 0.0), until)
                agent.held.append((held.begun, held.ended))
                self._held.append(held)
                if accepted >= 0:
                    agent.accepted += 1
                    cells[self._day(accepted), service_id].accepted += 1
            if ended is None or not 0 <= ended < end:
                continue
            for one in (cells[self._day(ended), service_id], agent):
                one.missed += ending is Ending.MISSED
                if accepted is not None and ending in _DONE:
                    one.handled.append(ended - accepted)

    def _add_of_customer(
        self, agent: Figures, came: _Came, accepted: float, ended: float | None, ending: Any
    ) -> None:
        """How its customer fared, to the agent whose doing it was.

        A wait ends with whoever accepted first, and the first answer is theirs who had it then:
        both count when they accepted. The rating goes to who had it when it was closed.
        """
        if not came.asked:
            return
        if accepted >= 0:
            if accepted == came.accepted:
                agent.waits.append(max(0.0, accepted - came.opened))
            answered = came.answered
            if (
                answered is not None
                and accepted <= answered
                and (ended is None or answered <= ended)
            ):
                agent.answers.append(answered - came.opened)
        is_closed = ending is Ending.CLOSED and ended is not None and 0 <= ended < self._length
        if is_closed and came.rating is not None:
            agent.ratings.append(came.rating)

    def _told(self, number: int, before: Sequence[Any]) -> _Came:
        """What was begun in the period was taken already; what was begun before stands in the row,
        and of what is in neither no customer was the beginner.
        """
        opened, accepted, answered, rating, asked = before
        if opened is None:
            return self._came.get(number, _NOBODYS)
        if not asked:
            return _NOBODYS
        return _Came(
            (opened - self._base).total_seconds(),
            None if accepted is None else (accepted - self._base).total_seconds(),
            None if answered is None else (answered - self._base).total_seconds(),
            rating,
        )

    def _day(self, second: float) -> int:
        return bisect_right(self._midnights, second) - 1

    def _named(self) -> dict[str, Figures]:
        for user_id, figures in self._agents.items():
            figures.key, figures.name = self._names[user_id]
        agents = self._agents.values()
        shown = (one for one in agents if one.accepted or one.missed or one.handled or one.stood)
        return {one.key: one for one in sorted(shown, key=lambda one: one.name.casefold())}


def _serving(session: Session, service_key: str | None) -> Mapping[int, set[int]]:
    """The members, as they are now, of every service that is served, or of the one asked for."""
    which = Service.key != UNASSIGNED_KEY if service_key is None else Service.key == service_key
    live = select(Service.id).where(which, Service.archived_at.is_(None))
    members = listing.members(session)
    return {service_id: members.get(service_id, set()) for service_id in session.scalars(live)}
