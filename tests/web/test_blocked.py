"""Blocking a contact, and the list of those who are."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from occ.contacts.models import Contact
from occ.core.run import Runner
from tests.builders import a_service, writes
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def page(run: Runner) -> str:
    run(a_service)
    writes(run)
    with run.reading() as session:
        return f"/contacts/{session.scalars(select(Contact.key)).one()}"


def test_an_agent_asks_and_a_supervisor_blocks_and_unblocks(
    page: str, agent: Browser, supervisor: Browser
) -> None:
    assert agent.post(f"{page}/ask-block", {"reason": "writes rubbish"}).status_code == 302
    assert "writes rubbish" in shown(supervisor.get("/contacts/blocked"))

    supervisor.post(f"{page}/block")
    assert "Blocked since" in shown(supervisor.get(page))
    assert "Unblock" in shown(supervisor.get("/contacts/blocked"))

    supervisor.post(f"{page}/unblock")
    assert "Nobody is blocked." in shown(supervisor.get("/contacts/blocked"))


def test_without_a_reason_the_page_comes_back_and_its_forms_still_lead_there(
    page: str, supervisor: Browser
) -> None:
    refused = supervisor.post(f"{page}/block", {"reason": " "})

    assert refused.status_code == 422
    assert "Say why" in shown(refused)
    assert f'action="{page}"' in refused.text
    assert f'action="{page}/numbers"' in refused.text
