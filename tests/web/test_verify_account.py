"""Verify account on its page: what stands in the fields, saved or not, and no token shown (A1)."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.services import senders
from occ.settings import store
from occ.settings.models import SettingsPage
from occ.settings.pages import TwilioSettings
from tests.builders import a_service
from tests.web import twilio
from tests.web.browser import Browser, shown

CHAT, VERIFY = "/settings/advanced/chat", "/settings/advanced/chat/verify"
NOT_YET, VERIFIED = "Account not verified yet", "Account verified"
REFUSED = "Account refused"

# What differs between databases is in tests/settings/.
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture(autouse=True)
def connected(product: Product, simulator: Simulator) -> None:
    twilio.connect(product, simulator)


def form(simulator: Simulator, **changes: str) -> dict[str, str]:
    known = simulator.credentials
    fields = {"whatsapp": "on", "account_sid": known.account_sid, "auth_token": known.auth_token}
    return fields | changes


def seal_of(page: str) -> str:
    found = re.search(r'name="tested" value="([^"]+)"', page)
    return found[1] if found else ""


def journal(run: Runner) -> str:
    with run.reading() as session:
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id))
        return str([(entry.action, entry.before, entry.after) for entry in entries])


def test_what_stands_in_the_fields_is_tested_and_nothing_is_saved(
    administrator: Browser, run: Runner, simulator: Simulator
) -> None:  # A1
    page = administrator.post(VERIFY, form(simulator))

    words = shown(page)
    assert "Account SID and auth token belong together." in words
    assert "Balance: 25.00 EUR" in words and "The account OCC simulator is active." in words
    assert "This was tested and is not saved yet." in words
    with run.reading() as session:
        assert store.load(session, TwilioSettings) == TwilioSettings()


def test_what_was_tested_is_saved_without_typing_the_token_again(
    administrator: Browser, run: Runner, simulator: Simulator
) -> None:  # A1
    page = administrator.post(VERIFY, form(simulator, second_token="2" * 32))
    sealed = seal_of(page.text)

    administrator.post(CHAT, form(simulator, auth_token="", tested=sealed))

    with run.reading() as session:
        stored = store.load(session, TwilioSettings)
    assert stored.auth_token == simulator.credentials.auth_token
    assert stored.second_token == "2" * 32
    words = shown(administrator.get(CHAT))
    assert VERIFIED in words and "Twilio confirmed this account: OCC simulator" in words


def test_a_seal_of_somebody_else_opens_nothing(
    administrator: Browser, run: Runner, simulator: Simulator, product: Product
) -> None:
    sealed = product.vault.seal('["tested twilio secrets", "usr_other", "2026-11-22", "x", "y"]')

    for seal in (sealed, product.vault.seal("[]"), "no seal"):
        administrator.post(CHAT, form(simulator, auth_token="", tested=seal))

    with run.reading() as session:
        assert store.load(session, TwilioSettings).auth_token == ""


def test_an_empty_token_field_means_the_stored_one(
    administrator: Browser, run: Runner, simulator: Simulator
) -> None:  # A1
    twilio.enter(run, simulator)
    assert NOT_YET in shown(administrator.get(CHAT))

    page = administrator.post(VERIFY, form(simulator, auth_token=""))

    assert VERIFIED in shown(page) and "not saved yet" not in shown(page)


@pytest.mark.parametrize("changes", [{"auth_token": "0" * 32}, {"account_sid": "AC" + "1" * 32}])
def test_changing_either_makes_it_unverified_again(
    administrator: Browser, run: Runner, simulator: Simulator, changes: dict[str, str]
) -> None:  # A1
    twilio.enter(run, simulator)
    administrator.post(VERIFY, form(simulator, auth_token=""))
    assert VERIFIED in shown(administrator.get(CHAT))

    administrator.post(CHAT, form(simulator, **changes))

    assert NOT_YET in shown(administrator.get(CHAT))
    administrator.post(CHAT, form(simulator))
    assert VERIFIED in shown(administrator.get(CHAT))


def test_a_refusal_of_what_was_verified_takes_the_mark_away_and_a_bad_network_does_not(
    administrator: Browser, run: Runner, simulator: Simulator
) -> None:  # A1
    twilio.enter(run, simulator)
    administrator.post(VERIFY, form(simulator))

    simulator.behave(down=True)
    assert "Twilio is out of order" in shown(administrator.post(VERIFY, form(simulator)))
    assert VERIFIED in shown(administrator.get(CHAT))

    simulator.calm()
    simulator.behave(account_status="suspended")
    page = shown(administrator.post(VERIFY, form(simulator)))
    assert "the account is suspended" in page and "under Billing" in page
    for place in (CHAT, "/system"):
        page = shown(administrator.get(place))
        assert REFUSED in page and NOT_YET not in page
    assert "refused this account when it was asked last:" in shown(administrator.get(CHAT))


def test_swapped_fields_are_swapped_by_one_button(
    administrator: Browser, run: Runner, simulator: Simulator
) -> None:  # A1
    known = simulator.credentials
    wrong = form(simulator, account_sid=known.auth_token, auth_token=known.account_sid)

    page = administrator.post(VERIFY, wrong)

    assert "stand in each other's field." in shown(page)
    assert "Swap them and verify" in shown(page)
    assert f'value="{known.account_sid}"' in page.text
    assert known.auth_token not in page.text
    again = {"account_sid": known.account_sid, "auth_token": "", "tested": seal_of(page.text)}
    assert "belong together." in shown(administrator.post(VERIFY, form(simulator, **again)))


@pytest.mark.parametrize("typed", ["AC" + "0" * 31, "AC" + "0" * 31 + "O", "SK" + "0" * 32])
def test_a_mistyped_sid_stays_to_be_mended(
    administrator: Browser, simulator: Simulator, typed: str
) -> None:  # A1
    for path in (VERIFY, CHAT):
        page = administrator.post(path, form(simulator, account_sid=typed))

        assert f'value="{typed}"' in page.text


def test_a_token_in_the_field_of_the_sid_is_refused_before_it_is_shown_or_written_down(
    administrator: Browser, run: Runner, simulator: Simulator
) -> None:
    token = simulator.credentials.auth_token

    for other in ("", simulator.credentials.account_sid):
        answer = administrator.post(CHAT, form(simulator, account_sid=token, auth_token=other))

        assert answer.status_code == 422 and 'id="account_sid-error"' in answer.text
        assert token not in answer.text and token not in journal(run)


def test_the_journal_has_the_sid_and_the_result_and_no_token(
    administrator: Browser,
    run: Runner,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
) -> None:  # A1
    caplog.set_level("DEBUG")
    known = simulator.credentials
    pages = [
        administrator.post(VERIFY, form(simulator)),
        administrator.post(VERIFY, form(simulator, account_sid="AC" + "9" * 32)),
        administrator.post(VERIFY, form(simulator, account_sid=known.auth_token)),
    ]

    written = journal(run)
    assert written.count("'result': 'verified'") == 1 and written.count("'result': 'refused'") == 2
    assert known.account_sid in written
    with run.reading() as session:
        stored = str(session.scalars(select(SettingsPage.values)).all())
    for place in (written, stored, caplog.text, *(page.text for page in pages)):
        assert known.auth_token not in place


def test_what_it_tells_of_the_senders_counts_where_it_is_the_account_we_work_with(
    administrator: Browser, run: Runner, simulator: Simulator
) -> None:
    number = simulator.exchange.numbers[0]
    assert number.sender
    run(a_service, number=number.phone)
    number.sender.status = "OFFLINE"

    administrator.post(VERIFY, form(simulator))
    with run.reading() as session:
        assert not senders.offline(session), "another account may be tested"

    twilio.enter(run, simulator)
    administrator.post(VERIFY, form(simulator))
    with run.reading() as session:
        assert list(senders.offline(session)) == [number.phone]
