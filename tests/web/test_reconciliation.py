"""System state tells what Twilio lists and what is here, and has what is missing fetched."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from sqlalchemy import select

from occ.core import clock
from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.messaging import reconciliation
from occ.messaging.reconciliation import Counts, DayCount, Due
from tests.web.browser import Browser, shown

NUMBER = "whatsapp:+390612345678"
ADDRESS = "/system/reconciliation"
TODAY = clock.now().astimezone(UTC).date()
YESTERDAY = TODAY - timedelta(days=1)


def counted(run: Runner, received: int, held: int, sent: int = 0, ours: int = 0) -> None:
    until = reconciliation.span(YESTERDAY).end
    counts = Counts(until, received, held, sent, ours, is_cut=False)
    run(reconciliation.keep, Due(NUMBER, YESTERDAY, False), counts, clock.now())


def test_equal_days_are_told_as_equal_and_are_no_alarm(administrator: Browser, run: Runner) -> None:
    counted(run, 1042, 1042, 5, 2)

    said = shown(administrator.get("/system"))

    assert "Twilio 1,042 = OCC 1,042" in said
    assert "Twilio 5 · OCC 2 3 sent outside OCC" in said
    assert "Messages that Twilio has" not in said and "Fetch now" not in said


def test_what_is_missing_is_an_alarm_and_fetched_by_one_press(
    administrator: Browser, run: Runner
) -> None:
    counted(run, 1042, 1040)
    said = shown(administrator.get("/system"))
    assert "Messages that Twilio has and OCC does not: 2." in said
    assert "Twilio 1,042 · OCC 1,040 2 are missing Fetch now" in said

    administrator.post(ADDRESS, {"number": NUMBER, "day": YESTERDAY.isoformat()})

    said = shown(administrator.get("/system"))
    assert "2 are missing is being fetched" in said and "Fetch now" not in said
    with run.reading() as session:
        assert session.scalars(select(DayCount)).one().fetch_asked_at is not None
        line = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert line is not None
    assert (line.action, line.after["phone"]) == ("day_fetched", "+390612345678")


@pytest.mark.parametrize(
    "day", ["", "yesterday", "2026-13-40", YESTERDAY.isoformat(), "9999999-01-01"]
)
def test_a_day_that_was_not_counted_is_no_page(administrator: Browser, day: str) -> None:
    assert administrator.post(ADDRESS, {"number": NUMBER, "day": day}).status_code == 404


def test_before_the_account_is_verified_the_page_says_why_nothing_is_counted(
    administrator: Browser,
) -> None:
    assert "Nothing is counted before the account is verified." in shown(
        administrator.get("/system")
    )
