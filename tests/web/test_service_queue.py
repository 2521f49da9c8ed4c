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

    administrator.post(page, {"priority": "high"})
    refused = administrator.post(page, {"priority": "very high"})

    with run.reading() as session:
        rules = queue_rules.of(session.get_one(Service, sales.id))
    assert rules == QueueRules(Priority.HIGH)
    assert refused.status_code == 422
