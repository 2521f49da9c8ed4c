"""What services let their agents do, as a console is told it."""

from __future__ import annotations

from collections.abc import Callable

from occ.core import clock
from occ.core.run import Runner
from occ.services import desk_rules
from occ.services.desk_rules import DeskRules
from occ.users.models import User
from tests.builders import a_service
from tests.realtime.conftest import Open


def test_a_page_knows_of_each_service_when_a_customer_is_forgotten_and_who_may_take(
    run: Runner, person: Callable[..., User], open_page: Open
) -> None:
    sales = run(a_service, now=clock.now())
    run(desk_rules.save, None, sales.key, DeskRules(1, 0, True, 7, 11, 0, False), clock.now())

    services = open_page(person("Ben")).ask("snapshot")["services"]

    [told] = [one for one in services if one["key"] == sales.key]
    assert told == {
        "key": sales.key,
        "name": "Sales",
        "mine": True,
        "agents_take": False,
        "asks_outcome": True,
        "forgotten_after": 7,
        "alert_after": 11,
    }
