"""What roles may do on the pages of users, their own and others'."""

from __future__ import annotations

import pytest

from occ.users.models import User
from tests.web.browser import Browser


@pytest.mark.parametrize("part", ["", "/events", "/powers"])
def test_an_agent_reads_the_own_page_and_no_colleagues(
    agent: Browser, ana: User, sofia: User, part: str
) -> None:
    assert agent.get(f"/users/{ana.key}{part}").status_code == 200
    assert agent.get(f"/users/{sofia.key}{part}").status_code == 403


def test_a_supervisor_sets_profiles_but_no_roles(supervisor: Browser, ana: User) -> None:
    profile = {"chat": "on", "whatsapp": "on", "max_interactions": "4"}
    promoted = {**profile, "role": "administrator"}

    assert supervisor.post(f"/users/{ana.key}", profile).status_code == 302
    assert supervisor.post(f"/users/{ana.key}", promoted).status_code == 403
