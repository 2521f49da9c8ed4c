"""The page of What if: a past day, what is to be otherwise, both columns, and a file of it."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import pytest

from occ.core import clock
from occ.core.run import Runner
from occ.flows import presence
from occ.routing import past_day
from occ.services.models import Service
from occ.users.models import User
from tests.builders import NOW, a_service, an_agent, talks
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def noon() -> datetime:
    """Of yesterday."""
    return clock.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)


@pytest.fixture
def ana(run: Runner, noon: datetime) -> User:
    ana = run(an_agent, "Ana", online=False)
    for now in (noon, clock.now()):
        run(presence.come_online, ana.id, "socket of Ana", now)
    return ana


@pytest.fixture
def sales(run: Runner, ana: User, noon: datetime) -> Service:
    """One wrote yesterday at noon and was accepted at once."""
    sales = run(a_service, "Sales", members=(ana,))
    talks(run, now=noon)
    return sales


def entered(ana: User, **more: object) -> dict[str, object]:
    return {"here": [ana.key], "added": "0", "added_limit": "3", **more}


def test_the_page_shows_both_and_says_what_it_takes_for_granted(
    supervisor: Browser, sales: Service
) -> None:
    page = shown(supervisor.get("/reports/what-if"))

    assert "As it was In the replay Conversations 1 1 Served 1 1 Abandoned 0 0" in page
    assert "What the replay takes for granted" in page
    assert "What if" in shown(supervisor.get("/reports"))


def test_what_is_changed_stays_in_the_form_and_is_replayed(
    supervisor: Browser, sales: Service, ana: User
) -> None:
    without = {**entered(ana, limit="2", service=sales.key), "here": []}
    page = supervisor.post("/reports/what-if", without)

    assert "Served 1 0" in shown(page) and "Still waiting at midnight 0 1" in shown(page)
    assert 'name="limit" value="2"' in page.text
    assert f'value="{ana.key}" checked' not in page.text
    assert "<details open>" in page.text
    assert "<details open>" not in supervisor.get("/reports/what-if").text


def test_the_file_has_an_hour_a_row_and_the_day(
    supervisor: Browser, sales: Service, ana: User, noon: datetime
) -> None:
    file = supervisor.post("/reports/what-if.csv", entered(ana, **{f"limit-{ana.key}": "۷"}))

    rows = {row["hour"]: row for row in csv.DictReader(io.StringIO(file.text.lstrip("\ufeff")))}
    assert len(rows) == 25
    assert rows[noon.isoformat()]["real_conversations"] == "1"
    assert rows["all"]["replayed_served"] == "1"
    assert rows["all"]["real_wait_median_seconds"] == "0"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"limit": "0"}, "Enter a whole number from 1 to 50."),
        ({"added": "many"}, "Enter a whole number from 0 to 200."),
        ({"from": "09:00"}, "Enter both times"),
        ({"from": "17:00", "to": "09:00"}, "Enter both times"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(
    supervisor: Browser, sales: Service, ana: User, wrong: dict[str, str], why: str
) -> None:
    for path in ("/reports/what-if", "/reports/what-if.csv"):
        page = supervisor.post(path, entered(ana, **wrong))

        assert page.status_code == 422 and why in shown(page)
        assert "As it was" not in shown(page)
        assert f'value="{next(iter(wrong.values()))}"' in page.text


def test_a_wrong_limit_of_one_agent_is_named(
    supervisor: Browser, sales: Service, ana: User
) -> None:
    page = supervisor.post("/reports/what-if", entered(ana, **{f"limit-{ana.key}": "51"}))

    assert "Max interactions of Ana: Enter a whole number from 1 to 50." in shown(page)
    assert f'href="#limit-{ana.key}"' in page.text


def test_hours_and_more_agents_are_taken(supervisor: Browser, sales: Service, ana: User) -> None:
    asked = entered(ana, **{"from": "09:00", "to": "00:00", "added": "2"})

    assert "Served 1 1" in shown(supervisor.post("/reports/what-if", asked))


@pytest.mark.parametrize("asked", ["day=tomorrow", "day=9999-12-31", "day=0001-01-01", "service=x"])
def test_whatever_day_is_asked_for_there_is_a_page(supervisor: Browser, asked: str) -> None:
    assert supervisor.get(f"/reports/what-if?{asked}").status_code == 200


def test_an_empty_day_one_of_too_many_and_one_of_nobody_say_so(
    supervisor: Browser, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The supervisor is there from NOW on.
    before = NOW - timedelta(days=2)
    path = f"/reports/what-if?day={before:%Y-%m-%d}"
    assert "Nobody wrote on that day" in shown(supervisor.get(path))
    run(an_agent, "Ben")
    run(a_service)
    talks(run, now=before)
    assert "Nothing is kept of who was available" in shown(supervisor.get(path))
    monkeypatch.setattr(past_day, "MOST", 0)
    page = shown(supervisor.get(path))
    assert "1 conversations began on that day, and at most 0 are replayed." in page


def test_an_agents_name_is_text(supervisor: Browser, run: Runner, noon: datetime) -> None:
    eve = run(an_agent, "<b>Eve</b>", online=False)
    run(presence.come_online, eve.id, "socket of Eve", noon)

    assert "&lt;b&gt;Eve&lt;/b&gt;" in supervisor.get("/reports/what-if").text
