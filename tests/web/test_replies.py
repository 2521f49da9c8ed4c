"""The page of canned replies."""

from __future__ import annotations

import re

import pytest

from occ.core.run import Runner
from tests.builders import a_service
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


def the_only(browser: Browser) -> str:
    [found] = set(re.findall(r'href="(/replies/rpl_\w+)"', browser.get("/replies").text))
    return str(found)


def test_an_agent_writes_changes_and_removes_a_reply_of_their_own(agent: Browser) -> None:
    agent.post("/replies", {"shortcut": "hello", "body": "Hello {first_name}", "place": "own"})
    assert "/hello Hello {first_name} only you" in shown(agent.get("/replies"))
    page = the_only(agent)

    agent.post(page, {"shortcut": "hi", "body": "Hi", "place": "own"})
    assert "/hi Hi only you" in shown(agent.get("/replies"))
    agent.post(f"{page}/remove")

    assert "No replies yet" in shown(agent.get("/replies"))


def test_a_service_s_reply_is_the_supervisor_s_to_keep_and_the_agents_to_read(
    run: Runner, agent: Browser, supervisor: Browser
) -> None:
    sales = run(a_service)
    form = {"shortcut": "hours", "body": "Open from 9 to 17.", "place": sales.key}
    supervisor.post("/replies", form)
    page = the_only(agent)

    assert "/hours Open from 9 to 17. Sales" in shown(agent.get("/replies"))
    assert "kept by supervisors" in shown(agent.get(page))
    assert agent.post(page, {**form, "body": "Closed."}).status_code == 403
    assert agent.post(f"{page}/remove").status_code == 403
    assert agent.post("/replies", {**form, "place": "all"}).status_code == 403
    assert "Open from 9 to 17." in shown(supervisor.get(page))


def test_a_refused_reply_keeps_what_was_typed_and_says_why(agent: Browser) -> None:
    answer = agent.post("/replies", {"shortcut": "hi", "body": "Hello {nam}", "place": "own"})

    assert answer.status_code == 422
    assert "{nam} is none of the variables" in shown(answer)
    assert "Hello {nam}" in answer.text


def test_a_reply_for_a_service_that_is_none_is_refused(supervisor: Browser) -> None:
    form = {"shortcut": "hi", "body": "Hi", "place": "svc_none"}

    assert supervisor.post("/replies", form).status_code == 404
