"""Issue 6: each figure of a report against plain sums over what happened, in both nights."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from occ.core.run import Runner
from occ.flows import agent_reply, close_conversation, presence
from occ.routing import reports
from occ.routing.report_figures import Figures, Spread
from occ.routing.reports import Period
from occ.users.models import Lease, Role, User
from tests.builders import Clock, a_service, accepts, an_agent, writes

# What is asked for is arithmetic, not the database.
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
ROME = ZoneInfo("Europe/Rome")
SEATS = 50


class Chat(NamedTuple):
    """When somebody wrote; seconds to acceptance, first words and closing, None: abandoned."""

    at: datetime
    accepted: int | None
    answered: int
    closed: int

    @property
    def ended(self) -> datetime:
        return self.at + timedelta(seconds=self.closed)


def by_hand(values: Sequence[float]) -> Spread | None:
    ranked = sorted(values)
    places = [math.ceil(share * len(ranked)) - 1 for share in (0.5, 0.9)]
    return Spread(*(float(ranked[place]) for place in places)) if ranked else None


def happens(run: Runner, clock: Clock, ana: User, sofia: User, chat: Chat, number: int) -> None:
    clock.time = chat.at
    run.plainly(lambda s: s.execute(update(Lease).values(expires_at=chat.at + timedelta(days=1))))
    key = writes(run, number, now=chat.at)
    if chat.accepted is None:
        run(close_conversation.close, sofia.id, key, chat.ended)
        return
    accepts(run, key, chat.at + timedelta(seconds=chat.accepted))
    answered = chat.at + timedelta(seconds=chat.answered)
    run(agent_reply.reply, ana.id, key, f"c{number}", "Yes", answered)
    clock.time = chat.ended
    run(close_conversation.close, ana.id, key, chat.ended)


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)], ids=str)
def test_each_figure_of_the_days_around_both_nights_is_what_the_chats_add_up_to(
    run: Runner, clock: Clock, night: date
) -> None:
    chance = random.Random(7)
    begun = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=6)
    clock.time = begun
    sales = run(a_service, now=begun)
    ana = run(an_agent, "Ana", most=SEATS, now=begun, online=False)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, now=begun, online=False)
    run(presence.come_online, ana.id, "socket of Ana", begun)
    chats = []
    for number, minute in enumerate(sorted(chance.sample(range(34 * 60), 24))):
        at, wait = begun + timedelta(minutes=minute), chance.randint(1, 18)
        answered = wait + chance.randint(1, 90)
        accepted = None if number % 5 == 4 else wait
        chats.append(Chat(at, accepted, answered, answered + chance.randint(1, 5000)))
        happens(run, clock, ana, sofia, chats[-1], number)

    until = begun + timedelta(days=3)
    asked = Period(night - timedelta(days=1), night + timedelta(days=1), "Europe/Rome")
    with run.reading() as session:
        found = reports.read(session, asked, None, until)

    for start, day in zip(asked.midnights, found.days.values(), strict=False):
        end = (start.astimezone(ROME).replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=ROME)
        came = [each for each in chats if start <= each.at < end]
        ended = [each for each in chats if each.accepted is not None and start <= each.ended < end]
        _is_right(day, came, ended)
        held = [
            (min(end, each.ended) - max(start, each.at + timedelta(seconds=each.accepted)))
            for each in chats
            if each.accepted is not None
        ]
        assert day.taken == sum(max(0.0, each.total_seconds()) for each in held)
        assert day.offered == SEATS * (min(end, until) - max(start, begun)).total_seconds()
    whole = [each for each in chats if each.accepted is not None]
    for one in (found.whole, found.services[sales.key]):
        _is_right(one, chats, whole)
    assert found.agents[ana.key].handle == by_hand([e.closed - (e.accepted or 0) for e in whole])


def _is_right(one: Figures, came: Sequence[Chat], ended: Sequence[Chat]) -> None:
    served = [each for each in came if each.accepted is not None]
    assert (one.volume, one.accepted) == (len(came), len(served))
    assert one.abandoned == len(came) - len(served)
    assert one.wait == by_hand([each.accepted or 0 for each in served])
    assert one.answer == by_hand([each.answered for each in served])
    assert one.handle == by_hand([each.closed - (each.accepted or 0) for each in ended])
