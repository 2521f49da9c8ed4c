"""Settings → SMS: provider, number, subscription (C1, C2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from occ.core import clock
from occ.core.run import Runner
from occ.product import Product
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.settings import store
from occ.settings.pages import SmsSettings
from tests.web import twilio
from tests.web.browser import Browser, shown

PAGE = "/settings/sms"
NUMBER, WITHOUT_SMS = "+390612345678", "+48600100200"
FORM = {
    "service": "on",
    "version": "2026.1",
    "support_ends": "",
    "provider": "twilio",
    "twilio_number": "+39 06 1234 5678",
    "sender_name": "",
    "timeout_seconds": "30",
    "most_parts": "7",
    "low_balance": "50",
}
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with serve_in_thread() as running:
        yield running


@pytest.fixture
def account(product: Product, run: Runner, simulator: Simulator) -> None:
    twilio.connect(product, simulator)
    twilio.enter(run, simulator)


def stored(run: Runner) -> SmsSettings:
    with run.reading() as session:
        return store.load(session, SmsSettings)


def test_twilio_with_a_number_of_the_account_is_saved(
    administrator: Browser, run: Runner
) -> None:  # C1
    assert administrator.post(PAGE, FORM).status_code == 302

    assert stored(run) == SmsSettings(
        service=True, version="2026.1", provider="twilio", twilio_number=NUMBER
    )
    page = shown(administrator.get(PAGE))
    assert "SMS is on for version 2026.1." in page


@pytest.mark.usefixtures("account")
def test_the_accounts_numbers_that_send_sms_are_there_to_pick_from(
    administrator: Browser, run: Runner
) -> None:  # C1
    page = administrator.post(f"{PAGE}/numbers", FORM)

    assert f'name="picked_number" value="{NUMBER}" checked' in page.text
    administrator.post(PAGE, {**FORM, "twilio_number": "", "picked_number": NUMBER})
    assert stored(run).twilio_number == NUMBER


@pytest.mark.usefixtures("account")
def test_verify_says_whether_the_number_is_the_accounts(
    administrator: Browser, run: Runner, simulator: Simulator
) -> None:  # C1
    right = shown(administrator.post(f"{PAGE}/verify", FORM))
    wrong = shown(administrator.post(f"{PAGE}/verify", {**FORM, "twilio_number": WITHOUT_SMS}))
    none = shown(administrator.post(f"{PAGE}/verify", {**FORM, "twilio_number": ""}))

    assert f"{NUMBER} is in the account and sends SMS." in right
    assert f"{WITHOUT_SMS} is not in this Twilio account." in wrong
    assert "Pick one of the account's numbers that send SMS." in wrong and "No number" in none
    assert stored(run) == SmsSettings()
    simulator.behave(down=True)
    assert "Try again in a moment." in shown(administrator.post(f"{PAGE}/verify", FORM))


def test_without_an_account_verify_says_where_to_enter_it(administrator: Browser) -> None:
    page = shown(administrator.post(f"{PAGE}/verify", FORM))

    assert "No Twilio account is set up." in page and "Advanced → Chat channel" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"version": ""}, "Enter the version that SMS is switched on for."),
        ({"version": "v" * 41}, "Enter at most 40 characters."),
        ({"support_ends": "2018-10-09"}, "Basic support of this version is over"),
        ({"support_ends": "soon"}, "Enter a date as year-month-day"),
        ({"twilio_number": "12"}, "Enter the number with its country code"),
        ({"provider": "pigeon"}, "Choose one of the list."),
        ({"most_parts": "11"}, "Enter a whole number from 1 to 10."),
        ({"most_parts": "0"}, "Enter a whole number from 1 to 10."),
        ({"timeout_seconds": "4"}, "Enter a whole number from 5 to 120."),
        ({"timeout_seconds": "121"}, "Enter a whole number from 5 to 120."),
        ({"low_balance": "-1"}, "Enter a whole number from 0 to 1000000."),
        ({"sender_name": "12345678901"}, "A sender name has at most 11 characters"),
        ({"sender_name": "TwelveLetter"}, "A sender name has at most 11 characters"),
        ({"api_token": "two words of it"}, "This is no API token"),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(
    administrator: Browser, run: Runner, changes: dict[str, str], sentence: str
) -> None:  # C1, C2
    answer = administrator.post(PAGE, {**FORM, **changes})

    assert answer.status_code == 422 and sentence in shown(answer)
    assert stored(run) == SmsSettings()


def test_what_runs_already_runs_on_when_its_support_is_told_to_be_over(
    administrator: Browser, run: Runner
) -> None:  # C2
    """It is the next version that ends it, long after it was switched on."""
    administrator.post(PAGE, FORM)

    assert administrator.post(PAGE, {**FORM, "support_ends": "2018-10-09"}).status_code == 302

    page = shown(administrator.get(PAGE))
    assert "SMS ended on 2018-12-31, the last day of its grace." in page
    off = {name: value for name, value in FORM.items() if name != "service"}
    assert administrator.post(PAGE, {**off, "support_ends": "2018-10-09"}).status_code == 302
    again = administrator.post(PAGE, {**FORM, "support_ends": "2018-10-09"})
    assert again.status_code == 422
    newer = {**FORM, "version": "2026.2"}
    assert administrator.post(PAGE, newer).status_code == 302
    assert "SMS is on for version 2026.2." in shown(administrator.get(PAGE))


def test_in_grace_and_after_it_the_pages_about_sms_warn_whoever_can_mend_it(
    administrator: Browser, supervisor: Browser, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:  # C2
    settings = SmsSettings(service=True, version="7", support_ends="2026-10-09")
    run(store.save, settings, datetime(2026, 1, 1, tzinfo=UTC))

    def shown_on(day: str, page: str = PAGE) -> str:
        monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(f"{day}T12:00:00+00:00"))
        return shown(administrator.get(page))

    assert "SMS is in grace" not in shown_on("2026-10-09")
    assert "The last day is 31 Dec 2026: 82 days are left." in shown_on("2026-10-10")
    assert "1 day is left." in shown_on("2026-12-30")
    assert "0 days are left." in shown_on("2026-12-31")
    assert "SMS has ended The last day was 31 Dec 2026." in shown_on("2027-01-01")
    assert "SMS ended on 2026-12-31" in shown_on("2027-01-01", "/system")
    assert "SMS has ended" in shown_on("2027-01-01", "/contacts")
    assert "SMS has ended" not in shown_on("2027-01-01", "/users")
    assert "SMS has ended" not in shown(supervisor.get("/contacts"))
