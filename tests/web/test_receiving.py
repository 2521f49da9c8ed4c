"""How messages reach us: chosen in the settings, and shown as the system's state."""

from __future__ import annotations

from datetime import timedelta

from occ.core import clock
from occ.core.run import Runner
from occ.core.words import Words, say
from occ.flows import set_up
from occ.messaging import fetches
from occ.messaging.fetches import STATUSES, Reading
from occ.settings import store
from occ.settings.pages import POLLING, WEBHOOK, TwilioSettings
from tests.builders import SALES_NUMBER, a_service
from tests.web.browser import Browser, shown

CHAT = "/settings/advanced/chat"
ACCOUNT = {"whatsapp": "on", "account_sid": "AC" + "0a" * 16, "auth_token": "1b" * 16}
MISSING = "Messages had to be fetched that Twilio should have delivered."
EARLIER = clock.now() - timedelta(hours=1)
SALES = f"whatsapp:{SALES_NUMBER}"


def set_up_account(run: Runner, receive: str = WEBHOOK) -> None:
    run(a_service, now=clock.now())
    settings = TwilioSettings(True, "AC" + "0a" * 16, "1b" * 16, receive=receive)
    run(set_up.save, None, settings, clock.now())


def read(run: Runner, name: str = SALES, missed: int = 0) -> None:
    now = clock.now()
    claim = run(fetches.claim, name, now, now)
    assert claim
    due_at = now + timedelta(minutes=2)
    run(fetches.done, claim, Reading(due_at, now, was_deep=True, missed=missed), now)


def test_the_way_to_receive_is_chosen_and_stays(administrator: Browser, run: Runner) -> None:
    administrator.post(CHAT, {**ACCOUNT, "receive": POLLING})
    administrator.post(CHAT, ACCOUNT)

    with run.reading() as session:
        assert store.load(session, TwilioSettings).polls
    page = administrator.get(CHAT)
    assert '<option value="polling" selected>' in page.text
    assert "nothing need be entered at Twilio" in shown(page)


def test_typing_is_shown_to_customers_unless_it_is_switched_off(
    administrator: Browser, run: Runner
) -> None:
    assert 'name="typing" checked' in administrator.get(CHAT).text

    administrator.post(CHAT, ACCOUNT)

    with run.reading() as session:
        assert not store.load(session, TwilioSettings).typing
    assert 'name="typing" checked' not in administrator.get(CHAT).text


def test_a_way_that_does_not_exist_is_refused(administrator: Browser, run: Runner) -> None:
    answer = administrator.post(CHAT, {**ACCOUNT, "receive": "pigeon"})

    assert answer.status_code == 422
    assert "Choose one of the list." in shown(answer)
    with run.reading() as session:
        assert store.load(session, TwilioSettings) == TwilioSettings()


def test_a_changed_account_has_its_lists_read_at_once(run: Runner) -> None:
    set_up_account(run)
    read(run)
    now = clock.now()
    with run.reading() as session:
        assert fetches.due(session, [SALES], EARLIER, now) == []

    run(set_up.save, None, TwilioSettings(True, "AC", "x", receive=POLLING), now)

    with run.reading() as session:
        assert fetches.due(session, [SALES], EARLIER, now) == [SALES]


def test_the_system_page_shows_each_list_before_and_after_it_was_read(
    administrator: Browser, run: Runner
) -> None:
    assert "Lists read" not in administrator.get("/system").text
    set_up_account(run, POLLING)
    page = shown(administrator.get("/system"))
    assert "Twilio's lists are read every 5 seconds" in page
    assert "+39 06 1234 5678" in page
    assert page.count("not yet") == 2

    read(run)
    read(run, STATUSES)

    assert "not yet" not in shown(administrator.get("/system"))


def test_what_webhooks_missed_is_counted_and_said_for_a_day(
    administrator: Browser, run: Runner
) -> None:
    set_up_account(run)
    read(run)
    assert MISSING not in shown(administrator.get("/system"))

    run(fetches.soon, clock.now())
    read(run, missed=3)
    page = shown(administrator.get("/system"))
    assert MISSING in page
    assert "Brought by no webhook 3" in page
    assert "no webhook of Twilio's brought them" in page, "it stands on top, too"

    run(set_up.save, None, TwilioSettings(True, "AC", "x", receive=POLLING), clock.now())
    assert MISSING not in shown(administrator.get("/system")), "by polling nothing is missed"


def test_a_list_that_could_not_be_read_says_why_and_alarms_where_it_stays_so(
    administrator: Browser, run: Runner
) -> None:
    set_up_account(run)
    reason = say("Twilio can't be reached. Check this server's way to the internet and try again.")
    failed(run, reason)
    page = shown(administrator.get("/system"))
    assert str(reason) in page
    assert "Twilio's lists can't be read." not in page

    for _ in range(2):
        failed(run, reason)

    page = shown(administrator.get("/system"))
    assert str(reason) in page
    assert "Twilio's lists can't be read." in page


def failed(run: Runner, reason: Words) -> None:
    now = clock.now()
    claim = run(fetches.claim, SALES, now, now)
    assert claim
    run(fetches.failed, claim, reason, now)
