"""Settings → SMS with SMSAPI: token, sender name, Verify (C1); what a moved database asks (C9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from occ.core.address import parse
from occ.core.run import Runner
from occ.core.secrets import Vault
from occ.core.words import say
from occ.flows import check_sms
from occ.journal.models import JournalEntry
from occ.messaging import halts
from occ.messaging.ports import Outbound
from occ.messaging.sms_account import SmsAccess
from occ.product import Product
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.providers.smsapi.provider import SmsapiProvider
from occ.settings import store
from occ.settings.models import SettingsPage
from occ.settings.pages import SmsSettings
from tests.builders import NOW
from tests.web import twilio
from tests.web.browser import Browser, shown

PAGE = "/settings/sms"
TOKEN = "Q2FsbSB0b2tlbiBvZiB0aGUgc2ltdWxhdG9y"
FORM = {
    "service": "on",
    "version": "2026.1",
    "provider": "smsapi",
    "sender_name": "FIRMA",
    "timeout_seconds": "60",
    "most_parts": "7",
    "low_balance": "50",
}
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture(autouse=True)
def simulator(product: Product) -> Iterator[Simulator]:
    with serve_in_thread() as running:
        twilio.connect(product, running)
        yield running


class Outside(SmsapiProvider):
    host = "api.smsapi.pl"


def stored(run: Runner) -> SmsSettings:
    with run.reading() as session:
        return store.load(session, SmsSettings)


def test_the_token_is_saved_and_never_comes_back(administrator: Browser, run: Runner) -> None:  # C1
    administrator.post(PAGE, {**FORM, "api_token": f" {TOKEN}\n"})

    saved = stored(run)
    assert (saved.provider, saved.api_token, saved.sender_name) == ("smsapi", TOKEN, "FIRMA")
    assert saved.timeout_seconds == 60
    page = administrator.get(PAGE)
    assert f"Stored, ends in {TOKEN[-4:]}" in shown(page) and TOKEN not in page.text
    with run.reading() as session:
        assert TOKEN not in str(session.scalars(select(SettingsPage.values)).all())
        assert TOKEN not in str([entry.after for entry in session.scalars(select(JournalEntry))])


def test_a_token_that_is_not_typed_again_stays(administrator: Browser, run: Runner) -> None:  # C1
    administrator.post(PAGE, {**FORM, "api_token": TOKEN})

    administrator.post(PAGE, {**FORM, "api_token": "", "timeout_seconds": "5"})

    assert (stored(run).api_token, stored(run).timeout_seconds) == (TOKEN, 5)


def test_the_steps_to_a_token_stand_beside_its_field(administrator: Browser) -> None:  # C1
    page = shown(administrator.get(PAGE))

    assert "Sign in to SMSAPI's panel" in page and "API tokens (OAuth)" in page


def test_verify_tests_what_stands_in_the_fields_and_offers_the_approved_names(
    administrator: Browser, run: Runner
) -> None:  # C1
    answer = administrator.post(f"{PAGE}/verify", {**FORM, "sender_name": "", "api_token": TOKEN})

    page = shown(answer)
    assert "and takes the token." in page
    assert "The account firma is in order (prepaid)." in page
    assert "The account holds 100.00 points." in page
    assert "No sender name is chosen." in page
    assert "This was tested and is not saved yet." in page and TOKEN not in answer.text
    assert "FIRMA – approved" in page
    assert '<option value="Sklep" disabled>' in answer.text
    assert stored(run) == SmsSettings()
    sealed = answer.text.partition('name="tested" value="')[2].partition('"')[0]
    administrator.post(PAGE, {**FORM, "tested": sealed})
    assert stored(run).api_token == TOKEN


@pytest.mark.parametrize(
    ("changes", "behaviour", "says", "cure"),
    [
        ({"api_token": ""}, {}, "There is no API token yet.", "steps stand beside"),
        ({"api_token": "wrongwrong"}, {}, "SMSAPI refused the API token", "Make a new token"),
        ({}, {"down": True}, "SMSAPI gets too many requests, or is out of order", "Verify again"),
        ({}, {"refuse": 105}, "its IP filter is on", "Look at the account"),
        ({"sender_name": "Sklep"}, {}, "has not approved the sender name Sklep", "Pick one"),
        ({"sender_name": "Nobody"}, {}, "Nobody is not in this account", "Pick one"),
        ({"sender_name": ""}, {}, "No sender name is chosen.", "Pick one"),
    ],
)
def test_verify_says_what_is_wrong_and_how_to_mend_it(
    administrator: Browser,
    simulator: Simulator,
    changes: dict[str, str],
    behaviour: dict[str, object],
    says: str,
    cure: str,
) -> None:  # C1
    simulator.smsapi.behave(**behaviour)

    page = shown(administrator.post(f"{PAGE}/verify", {**FORM, "api_token": TOKEN, **changes}))

    assert says in page and cure in page


def test_verify_tells_of_a_trial_account_an_empty_one_and_one_without_names(
    administrator: Browser, simulator: Simulator
) -> None:  # C1, C8
    office = simulator.smsapi
    office.payment_type, office.points, office.names = "trial", Decimal(0), []

    page = shown(administrator.post(f"{PAGE}/verify", {**FORM, "api_token": TOKEN}))

    assert "The account firma is a trial account." in page
    assert "A trial account can't buy packages" in page
    assert "The account holds no points. Buy a package" in page
    assert "approved no sender name of this account yet" in page


def test_verify_says_how_delivery_is_learnt_where_smsapi_can_not_call_us(
    administrator: Browser, product: Product, run: Runner, simulator: Simulator
) -> None:  # C7
    form = {**FORM, "api_token": TOKEN}
    assert "SMSAPI can tell us what becomes of each SMS." in shown(
        administrator.post(f"{PAGE}/verify", form)
    )

    # From the outside nobody reaches this machine.
    product.config = replace(product.config, public_url="http://localhost:5000")
    product.smsapi = Outside(simulator.smsapi_url)
    access = SmsAccess(TOKEN)
    told = check_sms.ask_smsapi(product.smsapi, access, "FIRMA", product.config.public_url)
    assert "SMSAPI can't call us" in str(told.checks[-1].words)
    run(store.save, SmsSettings(api_token=TOKEN), NOW)
    with run.reading() as session:
        carrier = product.carriers(session)["smsapi"]
    carrier.send(Outbound(parse("FIRMA"), parse("+48500100200"), "Hello", attempt="att_1"))
    assert simulator.smsapi.sent[0].notify_url is None


def test_the_address_for_sms_that_come_in_is_there_to_copy(
    administrator: Browser, product: Product
) -> None:
    url = product.smsapi_url("messages")

    assert url.startswith("https://chat.example.com/webhooks/smsapi/")
    assert url in administrator.get(PAGE).text


def test_a_moved_database_asks_for_the_token_again_and_the_rest_works(
    administrator: Browser, supervisor: Browser, run: Runner, product: Product
) -> None:  # C9
    administrator.post(PAGE, {**FORM, "api_token": TOKEN})
    banner = "The credentials of SMSAPI were sealed on another installation:"
    assert banner not in shown(administrator.get("/users"))

    product.run.database.vault = Vault([Fernet.generate_key()])

    assert banner in shown(administrator.get("/users")) and banner in shown(administrator.get(PAGE))
    assert banner not in shown(supervisor.get("/users"))
    with run.reading() as session:
        assert product.carriers(session) == {}
    for page in (PAGE, f"{PAGE}/balance", "/system", "/settings/company"):
        assert administrator.get(page).status_code == 200, page
    refused = administrator.post(PAGE, FORM)
    assert refused.status_code == 422 and "Enter it again to send." in shown(refused)
    administrator.post(PAGE, {**FORM, "api_token": TOKEN})
    assert banner not in shown(administrator.get("/users"))
    with run.reading() as session:
        assert set(product.carriers(session)) == {"smsapi"}


def test_what_was_mended_sends_again_and_what_is_twilios_stays_stopped(
    administrator: Browser, run: Runner
) -> None:  # C1
    reason = say("No points left.")
    for sender in ("account:smsapi", "FIRMA", "account", "whatsapp:+390612345678"):
        run(halts.halt, sender, "103", reason, NOW)
    assert "The whole SMSAPI account No points left." in shown(administrator.get("/system"))

    administrator.post(PAGE, {**FORM, "api_token": TOKEN})

    with run.reading() as session:
        left = {halt.sender for halt in halts.present(session)}
    assert left == {"account", "whatsapp:+390612345678"}
