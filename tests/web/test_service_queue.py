"""A service's page "Its queue"."""

from __future__ import annotations

import pytest

from occ.core.priority import Priority
from occ.core.run import Runner
from occ.services import queue_rules
from occ.services.models import Service
from occ.services.queue_rules import QueueRules
from tests.builders import a_service
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


def test_an_administrator_says_before_whom_a_service_is_served(
    run: Runner, administrator: Browser
) -> None:
    sales = run(a_service)
    page = f"/services/{sales.key}/queue"
    assert "up to 30 minutes earlier" in shown(administrator.get(page))

    form = {
        "priority": "high",
        "overflow_to": "",
        "overflow_after_minutes": "10",
        "sticky_hours": "24",
        "target_percent": "80",
        "target_seconds": "30",
    }
    administrator.post(page, form)
    refused = administrator.post(page, {**form, "priority": "very high"})

    assert rules_of(run, sales) == QueueRules(
        Priority.HIGH, sticky_hours=24, returns_parked=False, target_percent=80, target_seconds=30
    )
    assert refused.status_code == 422


def test_only_a_service_that_does_not_lead_back_is_there_to_choose(
    run: Runner, administrator: Browser
) -> None:
    sales, support = run(a_service), run(a_service, "Support", "+390687654321")
    form = {
        "priority": "normal",
        "overflow_after_minutes": "5",
        "sticky_hours": "0",
        "target_percent": "0",
        "target_seconds": "60",
    }

    administrator.post(f"/services/{sales.key}/queue", {**form, "overflow_to": support.key})
    there = f"/services/{support.key}/queue"
    refused = administrator.post(there, {**form, "overflow_to": sales.key})

    assert rules_of(run, sales).overflow_to == support.key
    assert f'value="{sales.key}"' not in administrator.get(there).text
    assert refused.status_code == 422
    assert "leads back to this service" in shown(refused)


def rules_of(run: Runner, service: Service) -> QueueRules:
    with run.reading() as session:
        return queue_rules.of(session, session.get_one(Service, service.id))
