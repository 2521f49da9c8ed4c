"""The page of reports and its file: what is shown, and the same in it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from occ.core import clock
from occ.core.run import Runner
from occ.routing import reports
from tests.builders import a_service, an_agent, talks
from tests.web.browser import Browser, shown


def test_figures_stand_on_the_page_and_in_its_file(supervisor: Browser, run: Runner) -> None:
    ana = run(an_agent, "Ana", now=clock.now() - timedelta(minutes=10))
    sales = run(a_service, "=Sales", members=(ana,))
    talks(run, now=clock.now())
    today = reports.today(clock.now(), "UTC").isoformat()

    page = supervisor.get("/reports")
    files = {way: supervisor.get(f"/reports.csv?by={way}") for way in ("day", "service", "agent")}

    assert "Ana" in shown(page) and "=Sales" in shown(page)
    rows = {
        way: {row["key"]: row for row in csv.DictReader(io.StringIO(file.text.lstrip("\ufeff")))}
        for way, file in files.items()
    }
    assert len(rows["day"]) == 7 and rows["day"][today]["conversations"] == "1"
    assert rows["service"][sales.key]["name"] == "'=Sales"
    [ana] = rows["agent"].values()
    assert (ana["name"], ana["accepted"], ana["at_once_peak"]) == ("Ana", "1", "1")
    assert int(ana["available_seconds"]) >= 600 and ana["lost_seconds"] == "0"
    assert int(ana["seat_seconds_offered"]) >= 1800 and ana["occupancy_percent"] == "0"
    assert rows["service"][sales.key]["occupancy_percent"] == "0"
    assert "How long agents were there" in shown(page)
    assert "report-service-" in files["service"].headers["Content-Disposition"]


@pytest.mark.parametrize(
    "asked",
    [
        "from=&to=",
        "from=tomorrow&to=0001-01-01",
        "from=9999-12-31&to=9999-12-31",
        "service=svc_none&by=hour",
        "from=%DB%B2%DB%B0%DB%B2%DB%B6-%DB%B1%DB%B1-%DB%B0%DB%B1",
    ],
)
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_whatever_days_are_asked_for_there_is_a_report(supervisor: Browser, asked: str) -> None:
    assert supervisor.get(f"/reports?{asked}").status_code == 200
    assert supervisor.get(f"/reports.csv?{asked}").status_code == 200


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_nothing_is_never_blank(supervisor: Browser) -> None:
    page = shown(supervisor.get("/reports"))

    assert "Nobody wrote in these days." in page
    assert "Nobody accepted anything in these days." in page
