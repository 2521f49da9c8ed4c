"""Out of hours what comes is kept and waits; whoever is there may take it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import true

from occ.conversations.models import State
from occ.core.errors import OccError
from occ.core.run import Runner
from occ.flows import answer_offer, save_hours
from occ.journal.models import JournalEntry
from occ.routing import board, waiting
from occ.services import hours_text
from occ.services.hours import Hours
from occ.services.models import Service
from tests.builders import NOW, Clock, a_service, an_agent, stands, writes
from tests.flows.test_apply_file import apply

HOUR = 3600


@pytest.fixture
def sales(run: Runner) -> Service:
    """NOW is a Sunday, 9:00 in UTC, the company's zone."""
    return run(a_service)


def opens(run: Runner, service: Service, *lines: str, zone: str = "", offers: bool = False) -> None:
    hours = Hours(hours_text.week_of_lines(lines))
    run(save_hours.save, None, service.key, (hours, zone, offers), NOW)


def test_out_of_hours_it_waits_with_the_reason_and_is_offered_at_the_opening(
    run: Runner, sales: Service, clock: Clock
) -> None:
    run(an_agent, "Ana")
    opens(run, sales, "sunday 10:00-18:00")

    key = writes(run)

    assert stands(run, key) == (State.WAITING, None)
    with run.reading() as session:
        words = waiting.reasons(session, true(), NOW)[sales.key]
        shown = board.board(session, NOW)["services"]
    assert "Closed until %(moment)s" in words["text"]
    assert words["values"] == {"moment": "2026-11-22T10:00:00.000Z"}
    assert [(one["is_open"], one["until"]) for one in shown if one["key"] == sales.key] == [
        (False, "2026-11-22T10:00:00.000Z")
    ]
    clock.to(HOUR - 1)
    run.drain(sales.id)
    assert stands(run, key) == (State.WAITING, None)
    clock.to(HOUR)
    run.drain(sales.id)
    assert stands(run, key) == (State.OFFERED, "Ana")


def test_whoever_is_there_may_take_it_all_the_same(run: Runner, sales: Service) -> None:
    ana = run(an_agent, "Ana")
    opens(run, sales, "monday 9:00-18:00")
    key = writes(run)

    run(answer_offer.take, ana.id, key, NOW)

    assert stands(run, key) == (State.ACTIVE, "Ana")


def test_a_service_may_offer_out_of_hours_too(run: Runner, sales: Service) -> None:
    run(an_agent, "Ana")
    opens(run, sales, "monday 9:00-18:00", offers=True)

    assert stands(run, writes(run)) == (State.OFFERED, "Ana")


def test_the_zone_is_the_services_own_or_the_companys(run: Runner, sales: Service) -> None:
    run(an_agent, "Ana")
    opens(run, sales, "sunday 9:30-18:00")
    key = writes(run)
    assert stands(run, key) == (State.WAITING, None)

    opens(run, sales, "sunday 9:30-18:00", zone="Europe/Rome")

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_a_file_sets_the_hours_and_says_nothing_the_second_time(
    run: Runner, sales: Service
) -> None:
    entry: dict[str, Any] = {
        "name": "Sales",
        "hours": ["monday-friday 9:00-18:00"],
        "other_days": ["2026-12-25 Christmas", "2026-12-24 9:00-13:00 Christmas Eve"],
        "zone": "Europe/Rome",
    }
    assert apply(run, {"services": [entry]}) == ["Service Sales"]
    assert apply(run, {"services": [entry]}) == []
    with run.reading() as session:
        kept = session.get_one(Service, sales.id)
        written = session.query(JournalEntry).filter_by(action="service_changed").one()
    assert kept.zone == "Europe/Rome"
    assert kept.hours is not None
    assert kept.hours["days"][0] == {
        "on": "2026-12-24",
        "spans": "09:00-13:00",
        "name": "Christmas Eve",
    }
    assert written.after["hours_monday"] == "09:00-18:00"
    assert written.after["hours_2026-12-25"] == ["", "Christmas"]
    assert apply(run, {"services": [{"name": "Sales", "hours": []}]}) == ["Service Sales"]
    with run.reading() as session:
        assert session.get_one(Service, sales.id).hours is None


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"hours": ["someday 9-17"]}, "someday 9-17 in the hours of Sales"),
        ({"hours": ["monday 9-17, 16-18"]}, "in the hours of Sales"),
        ({"hours": ["monday 9-17"], "other_days": ["Christmas"]}, "Christmas in the other days"),
        ({"other_days": ["2026-12-25"]}, "no hours that they differ from"),
        ({"zone": "Rome"}, "no time zone Rome"),
    ],
)
def test_what_a_file_gets_wrong_is_named(
    run: Runner, sales: Service, entry: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(OccError) as refused:
        apply(run, {"services": [{"name": "Sales", **entry}]})
    assert sentence in str(refused.value.words)
