"""The list of raw webhooks, and one of them as it came: who looked at it is written down."""

from __future__ import annotations

import re

from sqlalchemy import select

from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.messaging import emptying, inbox
from occ.messaging.inbox import MESSAGE, STATUS
from occ.messaging.models import Webhook
from tests.builders import NOW, a_service
from tests.web.browser import Browser, shown
from tests.web.test_dead_letters import CUSTOMER, given_up

LIST = "/system/webhooks"
SID = "SM" + "1" * 32


def opened(run: Runner) -> list[tuple[str, str]]:
    with run.reading() as session:
        entries = session.execute(
            select(JournalEntry.action, JournalEntry.subject_key)
            .where(JournalEntry.subject_kind == "webhook")
            .order_by(JournalEntry.id)
        )
        return [(action, key) for action, key in entries]


def test_a_dead_one_stands_in_the_list_masked_and_is_replayed_from_its_page(
    administrator: Browser, run: Runner
) -> None:
    run(a_service)
    webhook_id = given_up(run)

    said = shown(administrator.get(LIST))
    assert "+48 ••• 200" in said and "500100200" not in said
    assert "could not be handled" in said and "a customer's message" in said
    assert LIST in administrator.get("/system").text

    page = administrator.get(f"{LIST}/{webhook_id}")
    assert "+48500100200" in shown(page) and "Hello" in shown(page)
    administrator.post(f"{LIST}/{webhook_id}/replay")

    rows = administrator.get(f"{LIST}?state=handled&kind=message&of=%2B48500100200").text
    [conversation] = set(re.findall(r'href="(/conversations/cnv_[^"]+)"', rows))
    assert administrator.get(conversation).status_code == 200
    assert "Nothing of the kind came." in shown(administrator.get(f"{LIST}?state=dead"))
    assert administrator.get(f"{LIST}?state=strange&kind=odd&before=x&of=x").status_code == 200


def test_a_report_leads_to_the_message_it_tells_of(administrator: Browser, run: Runner) -> None:
    run(a_service)
    given_up(run)
    run.plainly(inbox.store, "twilio", STATUS, SID, None, {"MessageStatus": ["sent"]}, NOW)
    with run.reading() as session:
        first, report = session.scalars(select(Webhook.id).order_by(Webhook.id))
    administrator.post(f"{LIST}/{first}/replay")

    page = administrator.get(f"{LIST}/{report}")

    assert "It tells of a message in this conversation." in shown(page)
    assert "a report on a message of ours" in shown(page)


def test_who_opened_one_is_in_the_change_log_once_an_hour(
    administrator: Browser, run: Runner
) -> None:
    webhook_id = given_up(run)
    administrator.get(LIST)
    assert opened(run) == [], "the list shows no contents"

    for _ in range(2):
        administrator.get(f"{LIST}/{webhook_id}")

    assert opened(run) == [("webhook_opened", str(webhook_id))]
    log = administrator.get("/journal?kind=webhook")
    assert "Raw webhook opened" in shown(log) and f"{LIST}/{webhook_id}" in log.text


def test_no_secret_is_shown(administrator: Browser, run: Runner) -> None:
    form = {"Body": ["Hello"], "auth_token": ["abcdef"], "X-Twilio-Signature": ["s3cr3t"]}
    webhook_id = run.plainly(inbox.store, "twilio", MESSAGE, CUSTOMER, SID, form, NOW)

    page = administrator.get(f"{LIST}/{webhook_id}").text

    assert "Hello" in page and "auth_token" in page
    assert "abcdef" not in page and "s3cr3t" not in page


def test_an_emptied_one_says_so_and_is_nobodys_look(administrator: Browser, run: Runner) -> None:
    webhook_id = given_up(run)
    run(emptying.webhooks, Webhook.id == webhook_id)

    page = shown(administrator.get(f"{LIST}/{webhook_id}"))

    assert "What it held was emptied" in page and "As it came" not in page
    assert "emptied" in shown(administrator.get(LIST))
    assert opened(run) == []
