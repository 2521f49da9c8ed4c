"""A firm whose contacts agreed to SMS, and the buttons on the way to them."""

from __future__ import annotations

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from occ.core import clock
from occ.settings import store
from occ.settings.pages import SMSAPI, CampaignSettings, ContactSettings, SmsSettings
from tests.contacts.people import a_contact, a_contractor, agreed
from tests.journeys.house import House
from tests.journeys.tongue import Tongue

SELECTED = "Send SMS to the contacts of the selected contractors"


def a_firm(
    session: Session, house: House, name: str, numbers: int, people: list[str], silent: str = ""
) -> None:
    """SMS goes by the simulated SMSAPI; `people` agreed, from +48500600NNN on; `silent` did not."""
    now = clock.now()
    by_smsapi = SmsSettings(
        service=True,
        provider=SMSAPI,
        api_token=house.simulator.smsapi.token,
        sender_name="FIRMA",
    )
    for settings in (
        by_smsapi,
        ContactSettings("PL"),
        CampaignSettings(100, 100, 0, "00:00", "00:00"),
    ):
        store.save(session, settings, now)
    firm = a_contractor(session, name)
    for number, person in enumerate(people, numbers):
        a_contact(session, person, f"+48500600{number}", agreed(), contractor=firm)
    if silent:
        a_contact(session, silent, f"+48500600{numbers + 50}", contractor=firm)


def choose(page: Page, house: House, say: Tongue, firm: str) -> None:
    """To the form of an SMS to that firm's contacts."""
    page.goto(f"{house.server.url}/contractors")
    page.get_by_role("row", name=firm).get_by_role("checkbox").check()
    press(page, say, SELECTED)
    press(page, say, "Write the SMS")


def press(page: Page, say: Tongue, button: str) -> None:
    page.get_by_role("button", name=say(button), exact=True).click()
