"""An agent opens campaigns by a power, and only their own."""

from __future__ import annotations

import pytest

from occ.billing import powers
from occ.billing.power_models import PowerKind
from occ.core.run import Runner
from occ.users.models import User
from tests.builders import NOW
from tests.campaigns.company import a_campaign, ready
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.mark.parametrize("kind", [PowerKind.CAMPAIGNS, PowerKind.WRITING_FIRST])
def test_an_agent_with_the_power_opens_their_own_and_nobody_elses(
    agent: Browser, run: Runner, ana: User, kind: PowerKind
) -> None:
    theirs = run(a_campaign, run(ready))
    own = run(a_campaign, ana)
    assert agent.get("/campaigns").status_code == 403
    assert "Campaigns" not in shown(agent.get("/me"))

    run(powers.give, ana.id, kind, None, NOW)

    assert "Campaigns" in shown(agent.get("/me"))
    assert agent.get("/campaigns").text.count("data-campaign=") == 1
    assert agent.get(f"/campaigns/{own}").status_code == 200
    for path in ("", "/edit", "/recipients", "/check", "/report", "/report.csv", "/reset"):
        assert agent.get(f"/campaigns/{theirs}{path}").status_code == 404
    for path in ("send", "pause", "archive", "reset", "test", "check-delivery", "recipients"):
        assert agent.post(f"/campaigns/{theirs}/{path}", {"version": "1"}).status_code == 404


def test_writing_first_alone_agrees_to_nobody_elses_thousands(
    agent: Browser, run: Runner, ana: User
) -> None:
    run(ready)
    key = run(a_campaign, ana)
    run(powers.give, ana.id, PowerKind.WRITING_FIRST, None, NOW)

    assert agent.post(f"/campaigns/{key}/confirm").status_code == 403


def test_no_route_and_no_page_deletes_a_campaign(administrator: Browser) -> None:  # E5
    rules = administrator.app.url_map.iter_rules()

    assert [rule.rule for rule in rules if "campaign" in rule.rule and "delete" in rule.rule] == []
    assert [rule.rule for rule in rules if "DELETE" in (rule.methods or ())] == []
