"""Which days of a number are counted, and when again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from occ.core.errors import NotFound
from occ.core.run import Runner
from occ.messaging import fetches, reconciliation
from occ.messaging.reconciliation import Counts, Due
from tests.builders import an_agent

NUMBER, OTHER = "whatsapp:+390612345678", "whatsapp:+390687654321"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOON.date()


def due(run: Runner, now: datetime = NOON, *numbers: str) -> list[tuple[str, int, bool]]:
    with run.reading() as session:
        found = reconciliation.due(session, numbers or (NUMBER,), now, 99)
    return [(one.number, (one.day - TODAY).days, one.fetches) for one in found]


def counted(
    run: Runner, days: int, now: datetime = NOON, *, received: int = 5, held: int = 5
) -> None:
    day = TODAY + timedelta(days=days)
    until = min(reconciliation.span(day).end, now)
    counts = Counts(until, received, held, 2, 1, is_cut=False)
    run(reconciliation.keep, Due(NUMBER, day, False), counts, now)


def test_at_first_today_and_the_last_days_that_are_over_the_newest_first(run: Runner) -> None:
    assert due(run) == [(NUMBER, -back, False) for back in range(4)]
    assert [which for which, days, _ in due(run, NOON, OTHER, NUMBER) if days == 0] == [
        NUMBER,
        OTHER,
    ]


def test_today_is_counted_again_a_day_that_is_over_and_equal_is_not(run: Runner) -> None:
    for back in range(4):
        counted(run, -back)

    assert due(run) == []
    assert due(run, NOON + timedelta(minutes=30)) == [(NUMBER, 0, False)]


def test_a_day_of_which_something_is_missing_is_and_so_is_one_counted_before_its_end(
    run: Runner,
) -> None:
    counted(run, -1, NOON - timedelta(days=1))
    counted(run, -2, held=3)
    for back in (0, 3):
        counted(run, -back)

    assert due(run) == [(NUMBER, -1, False)]
    later = NOON + timedelta(minutes=30)
    assert [days for _, days, _ in due(run, later)] == [0, -1, -2]
    with run.reading() as session:
        assert reconciliation.missing(session, NOON) == 2
        [row] = [row for row in reconciliation.lately(session, NOON) if row.missing]
    assert (row.missing, row.outside, row.is_over) == (2, 1, True)


def test_what_somebody_asks_for_comes_first_and_at_once(run: Runner) -> None:
    ada = run(an_agent, "Ada")
    for back in range(4):
        counted(run, -back, held=4)
    claim = run(fetches.claim, reconciliation.LIST, NOON, NOON)
    assert claim

    run(reconciliation.ask, ada.id, NUMBER, TODAY - timedelta(days=3), NOON)

    assert due(run) == [(NUMBER, -3, True)]
    with run.reading() as session:
        assert fetches.due(session, [reconciliation.LIST], NOON, NOON) == [reconciliation.LIST]
    # Counted meanwhile by somebody who did not fetch: it is still asked for.
    counted(run, -3, held=4)
    assert due(run) == [(NUMBER, -3, True)]
    done = Counts(NOON, 5, 5, 0, 0, is_cut=False)
    run(reconciliation.keep, Due(NUMBER, TODAY - timedelta(days=3), True), done, NOON)
    assert due(run) == []

    with pytest.raises(NotFound):
        run(reconciliation.ask, ada.id, OTHER, TODAY, NOON)


def test_a_month_is_kept(run: Runner) -> None:
    counted(run, 0)
    counted(run, 0, NOON + timedelta(days=20))
    counted(run, 40, NOON + timedelta(days=40))

    with run.reading() as session:
        days = [row.day for row in reconciliation._since(session, date.min)]
    assert days == [TODAY + timedelta(days=40)]
