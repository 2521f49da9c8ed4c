"""What could not be handled is opened and handled again by an administrator."""

from __future__ import annotations

import re

import pytest

from occ.core.run import Runner
from occ.messaging import inbox
from occ.messaging.inbox import MESSAGE
from occ.messaging.models import Webhook, WebhookState
from tests.builders import NOW, SALES_NUMBER, a_service
from tests.web.browser import Browser, shown

CUSTOMER = "whatsapp:+48500100200"


def given_up(run: Runner, body: str = "Hello", to: str = f"whatsapp:{SALES_NUMBER}") -> int:
    """A customer's message as Twilio posts it, given up for a reason that may be gone."""
    form = {"MessageSid": "SM" + "1" * 32, "From": CUSTOMER, "To": to, "Body": body}
    kept = {name: [value] for name, value in form.items()}
    sid = form["MessageSid"]
    webhook_id = run.plainly(inbox.store, "twilio", MESSAGE, CUSTOMER, sid, kept, NOW)
    assert webhook_id is not None
    run(inbox.failed, webhook_id, "OperationalError: disk full", True, NOW)
    return webhook_id


def state(run: Runner, webhook_id: int) -> WebhookState:
    with run.reading() as session:
        return session.get_one(Webhook, webhook_id).state


def test_a_letter_is_opened_replayed_and_leads_to_its_conversation(
    administrator: Browser, run: Runner
) -> None:
    run(a_service)
    webhook_id = given_up(run, "<b>Hello</b>")
    [path] = re.findall(r'href="(/system/webhooks/\d+)"', administrator.get("/system").text)

    before = administrator.get(path)
    assert "&lt;b&gt;Hello&lt;/b&gt;" in before.text
    assert "The database refused it. OperationalError: disk full" in shown(before)
    assert administrator.post(f"{path}/replay").location == path
    after = administrator.get(path)

    assert state(run, webhook_id) is WebhookState.DONE
    assert "Handled." in shown(after) and "Replayed Ada" in shown(after)
    [conversation] = re.findall(r'href="(/conversations/cnv_[^"]+)"', after.text)
    assert administrator.get(conversation).status_code == 200
    assert "Dead letters" not in shown(administrator.get("/system"))


def test_one_that_fails_again_says_so_and_why(administrator: Browser, run: Runner) -> None:
    webhook_id = given_up(run, to="nobody's number")
    path = f"/system/webhooks/{webhook_id}"

    administrator.post(f"{path}/replay")

    words = shown(administrator.get(path))
    assert "It failed again, and is kept as it was." in words
    assert "What came can't be read. ValueError" in words
    assert "Failed tries 2" in words and "Traceback" not in words
    assert state(run, webhook_id) is WebhookState.DEAD


def test_one_that_was_handled_is_not_handled_twice(administrator: Browser, run: Runner) -> None:
    run(a_service)
    path = f"/system/webhooks/{given_up(run)}"
    administrator.post(f"{path}/replay")

    again = administrator.post(f"{path}/replay")

    assert again.status_code == 409
    assert "nothing was done twice" in shown(again)


def test_all_are_tried_again_by_one_press(administrator: Browser, run: Runner) -> None:
    run(a_service)
    webhook_id = given_up(run)

    administrator.post("/system/webhooks/replay")

    assert state(run, webhook_id) is WebhookState.NEW
    assert "1 is tried again, oldest first." in shown(administrator.get("/system"))


@pytest.mark.parametrize("key", ["7", "seven", "9" * 30, "²"])
def test_a_letter_that_is_not_there_is_no_page(administrator: Browser, key: str) -> None:
    assert administrator.get(f"/system/webhooks/{key}").status_code == 404
