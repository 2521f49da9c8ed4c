"""Selected contractors' contacts get an SMS that is written, checked, sent and reported."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from occ.core import clock
from occ.settings import store
from occ.settings.pages import SMSAPI, CampaignSettings, ContactSettings, SmsSettings
from tests.contacts.people import a_contact, a_contractor, agreed
from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House, database
from tests.journeys.judged import barriers, sticking_out
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue

SELECTED = "Send SMS to the contacts of the selected contractors"


@pytest.mark.parametrize("say", [ENGLISH, PERSIAN], ids=["English", "Persian"])
def test_the_contacts_of_selected_contractors_get_an_sms_and_it_is_reported(
    house: House, opened: Open, say: Tongue
) -> None:  # C5, C6, C7, E1, E3, E5
    with database(house.server) as session:
        firm = furnish(session, house, say)
        session.commit()
    page = signed_in(house, opened, "sofia", say, reduced_motion="reduce")

    page.goto(f"{house.server.url}/contractors")
    page.get_by_role("row", name=firm).get_by_role("checkbox").check()
    press(page, say, SELECTED)
    press(page, say, "Write the SMS")
    write(page, say)
    send(page, say)
    report(page, say)
    put_away(page, house, say)


def furnish(session: Session, house: House, say: Tongue) -> str:
    """SMS by the simulated SMSAPI, and a firm with three contacts, two of whom agreed."""
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
    name = f"Ogrody {say.code}"
    firm = a_contractor(session, name)
    first = {"en": 700, "fa": 800}[say.code]
    for number, person in enumerate(("Łucja", "Marek"), first):
        a_contact(session, person, f"+48500600{number}", agreed(), contractor=firm)
    a_contact(session, "Zofia", f"+48500600{first + 50}", contractor=firm)
    return name


def write(page: Page, say: Tongue) -> None:  # C6
    page.get_by_label(say("Subject")).fill("Jesień")
    page.get_by_label(say("Text"), exact=True).fill("Zażółć gęślą jaźń, {name}")
    diff = page.locator("[data-counter-diff] ins")
    expect(diff.first).to_have_text("zolc")
    page.get_by_label(say("No Polish letters")).check()
    expect(page.locator("[data-counter-because]")).to_be_hidden()
    assert barriers(page) + sticking_out(page) == []
    press(page, say, "Save")


def send(page: Page, say: Tongue) -> None:
    two = "۲" if say is PERSIAN else "2"
    expect(page.get_by_text(say("%(count)s recipients", count=two)).first).to_be_visible()
    expect(page.get_by_text(say("no consent"))).to_be_visible()
    assert barriers(page) + sticking_out(page) == []
    page.get_by_text(say("Send to %(count)s people…", count=two)).click()
    press(page, say, "Send")
    expect(page).to_have_url(re.compile(r"/campaigns/cmp_\w+$"))
    # The page follows by itself.
    expect(page.locator(".page-head [data-figure=state]")).to_have_text(
        str(say("finished")), timeout=20_000
    )


def report(page: Page, say: Tongue) -> None:  # C7, E3
    page.get_by_role("link", name=say("Send log"), exact=True).click()
    for header in ("SMS status", "Delivery status"):
        expect(page.get_by_role("columnheader", name=say(header))).to_be_visible()
    delivered = page.locator("a.flag").filter(has_text=say("delivered")).first

    def everybody() -> bool:
        press(page, say, "Check delivery")
        return (delivered.locator("b").text_content() or "") in ("2", "۲")

    for _ in range(20):
        if everybody():
            break
        page.wait_for_timeout(300)
    expect(delivered.locator("b")).to_have_text(re.compile("[2۲]"))
    assert barriers(page) + sticking_out(page) == []


def put_away(page: Page, house: House, say: Tongue) -> None:  # E1, E5
    page.goto(f"{house.server.url}/campaigns")
    card = page.locator("li.campaign").first
    card.get_by_text(say("Facilities")).click()
    assert barriers(page) + sticking_out(page) == []
    card.get_by_role("button", name=say("Archive"), exact=True).click()
    expect(page.get_by_text(say("Archived. It stands under Archived, and can be taken back.")))
    page.goto(f"{house.server.url}/campaigns/archived")
    expect(page.get_by_role("link", name="Jesień").first).to_be_visible()


def press(page: Page, say: Tongue, button: str) -> None:
    page.get_by_role("button", name=say(button), exact=True).click()
