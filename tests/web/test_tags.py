"""The pages of tags and outcomes: the lists that agents choose from."""

from __future__ import annotations

import re

import pytest

from occ.core.run import Runner
from occ.services import desk_rules
from occ.services.desk_rules import DeskRules
from occ.services.models import Service
from tests.builders import a_service
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


def test_a_supervisor_adds_renames_and_removes_a_tag(supervisor: Browser) -> None:
    supervisor.post("/tags", {"name": "  late   invoice "})
    [page] = set(re.findall(r'action="(/tags/tag_\w+)"', supervisor.get("/tags").text))
    assert 'value="late invoice"' in supervisor.get("/tags").text

    supervisor.post(page, {"name": "invoice"})
    assert 'value="invoice"' in supervisor.get("/tags").text
    supervisor.post(f"{page}/remove")

    assert "No tags yet" in shown(supervisor.get("/tags"))
    assert supervisor.post(page, {"name": "again"}).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("", 422), ("x" * 41, 422), ("VIP", 409)])
def test_a_tag_of_no_name_or_of_another_s_is_refused(
    supervisor: Browser, name: str, status: int
) -> None:
    supervisor.post("/tags", {"name": "vip"})

    assert supervisor.post("/tags", {"name": name}).status_code == status


def test_an_administrator_keeps_the_outcomes_and_says_which_service_asks(
    run: Runner, administrator: Browser
) -> None:
    sales = run(a_service)
    administrator.post("/outcomes", {"name": "Solved"})
    assert 'value="Solved"' in administrator.get("/outcomes").text
    form = {
        "park_after_hours": "12",
        "wrap_up_seconds": "45",
        "asks_outcome": "on",
        "forgotten_after_minutes": "5",
        "alert_after_minutes": "0",
        "return_after_minutes": "20",
    }

    administrator.post(f"/services/{sales.key}/desk", form)
    refused = administrator.post(f"/services/{sales.key}/desk", {**form, "wrap_up_seconds": "one"})

    with run.reading() as session:
        rules = desk_rules.of(session.get_one(Service, sales.id))
    assert rules == DeskRules(12, 45, True, 5, 0, 20, agents_take=False)
    assert refused.status_code == 422
