"""An administrator connects SMSAPI, sees its balance, and is told what stands in the way of SMS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from cryptography.fernet import Fernet
from playwright.sync_api import Page, expect

from occ.core import clock
from occ.core.secrets import Vault
from occ.settings import store
from occ.settings.pages import SmsSettings
from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House, database
from tests.journeys.judged import barriers, sticking_out
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue, told_in
from tests.live import Server


@told_in(ENGLISH)
def test_smsapi_is_connected_runs_into_grace_and_is_entered_again_after_a_move(
    house: House, opened: Open, say: Tongue
) -> None:  # C1, C2, C8, C9
    page = signed_in(house, opened, "ada", say, reduced_motion="reduce")
    with kept(house.server):
        connect(page, house, say)
        see_the_balance(page, house, say)
        run_into_grace(page, house, say)
        move(page, house, say)


@contextmanager
def kept(server: Server) -> Iterator[None]:
    """Settings → SMS begins empty, and other journeys find it as it was."""
    with database(server) as session:
        before = store.load(session, SmsSettings)
        store.save(session, SmsSettings(), clock.now())
        session.commit()
    yield
    with database(server) as session:
        store.save(session, before, clock.now())
        session.commit()


def connect(page: Page, house: House, say: Tongue) -> None:  # C1
    page.goto(f"{house.server.url}/settings/sms")
    expect(page.get_by_role("link", name=say("Sign in to SMSAPI's panel"))).to_be_visible()
    page.get_by_label(say("SMS, subscription service")).check()
    page.get_by_label(say("Version")).fill("2026.1")
    page.get_by_label(say("SMS provider")).select_option("smsapi")
    page.get_by_label(say("Timeout, in seconds")).fill("60")

    page.get_by_label(say("API token (OAuth)")).fill("a-wrong-token")
    press(page, say, "Verify")
    refused = say("SMSAPI refused the API token: it is wrong, or was withdrawn there.")
    expect(page.locator(".check-bad").filter(has_text=refused)).to_be_visible()

    page.get_by_label(say("API token (OAuth)")).fill(house.simulator.smsapi.token)
    press(page, say, "Verify")
    expect(page.get_by_text(say("No sender name is chosen."))).to_be_visible()
    names = page.get_by_label(say("Sender name"))
    expect(names.locator("option[value=Sklep]")).to_be_disabled()
    names.select_option("FIRMA")
    press(page, say, "Save")
    expect(page.get_by_text(say("Saved."))).to_be_visible()
    assert house.simulator.smsapi.token not in page.content()
    assert barriers(page) + sticking_out(page) == []


def see_the_balance(page: Page, house: House, say: Tongue) -> None:  # C8
    office = house.simulator.smsapi
    office.points, office.payment_type = Decimal("12.50"), "trial"
    page.get_by_role("link", name=say("Account balance")).click()
    press(page, say, "Refresh")
    expect(page.get_by_text(say("The balance is as the provider has it now."))).to_be_visible()
    held = "۱۲٫۵" if say is PERSIAN else "12.5"
    expect(page.locator(".balance")).to_contain_text(held)
    expect(page.locator(".balance .badge-warn")).to_have_text(str(say("low")))
    expect(page.get_by_text(say("trial account"), exact=True)).to_be_visible()
    low = say("The %(provider)s account is low: %(points)s points.")
    expect(page.locator(".banner").filter(has_text=low)).to_be_visible()
    assert barriers(page) + sticking_out(page) == []
    office.points, office.payment_type = Decimal(100), "prepaid"
    press(page, say, "Refresh")
    expect(page.locator(".banner").filter(has_text=low)).to_have_count(0)


def run_into_grace(page: Page, house: House, say: Tongue) -> None:  # C2
    grace, ended = say("SMS is in grace"), say("SMS has ended")
    new_year = date(clock.now().year, 1, 1)
    for ends, banner in ((new_year, grace), (date(2018, 10, 9), ended)):
        page.goto(f"{house.server.url}/settings/sms")
        page.get_by_label(say("End of basic support")).fill(ends.isoformat())
        press(page, say, "Save")
        expect(page.locator(".banner").filter(has_text=banner)).to_be_visible()
        assert barriers(page) + sticking_out(page) == []
    page.goto(f"{house.server.url}/settings/sms/balance")
    expect(page.locator(".banner").filter(has_text=ended)).to_be_visible()

    page.locator(".banner").filter(has_text=ended).get_by_role("link").click()
    page.get_by_label(say("Version")).fill("2026.2")
    page.get_by_label(say("End of basic support")).fill("")
    press(page, say, "Save")
    expect(page.get_by_text(say("Saved."))).to_be_visible()
    expect(page.locator(".banner").filter(has_text=ended)).to_have_count(0)


def move(page: Page, house: House, say: Tongue) -> None:  # C9
    """The row as another installation has sealed it."""
    with database(house.server) as session:
        settings = store.load(session, SmsSettings)
        session.info["vault"] = Vault([Fernet.generate_key()])
        store.save(session, settings, clock.now())
        session.commit()
    page.goto(f"{house.server.url}/users")
    expect(page.get_by_role("alert")).to_contain_text("SMSAPI")

    page.get_by_role("alert").get_by_role("link", name=say("Enter them")).click()
    page.get_by_label(say("API token (OAuth)")).fill(house.simulator.smsapi.token)
    press(page, say, "Save")
    expect(page.get_by_text(say("Saved."))).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def press(page: Page, say: Tongue, button: str) -> None:
    page.get_by_role("button", name=say(button), exact=True).click()
