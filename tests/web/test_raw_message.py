from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from occ.core.run import Runner
from occ.messaging.models import Message
from occ.messaging.ports import Kind
from tests.builders import a_service, an_inbound, receive
from tests.web.browser import Browser, shown


def written(run: Runner) -> str:
    run(a_service)
    run(receive, replace(an_inbound("👍 <b>"), kind=Kind.UNKNOWN))
    with run.reading() as session:
        return session.scalars(select(Message.key)).one()


def test_who_oversees_opens_a_message_as_it_was_posted(
    run: Runner, supervisor: Browser, agent: Browser
) -> None:
    address = f"/messages/{written(run)}/raw"

    page = supervisor.get(address)

    assert page.status_code == 200
    assert "MessageSid" in shown(page) and "👍 <b>" in shown(page)
    assert agent.get(address).status_code == 403


def test_of_what_nobody_posted_there_is_nothing_raw(supervisor: Browser) -> None:
    assert supervisor.get("/messages/msg_0000000000000000/raw").status_code == 404
