"""A guest chooses how their sign-in details arrive, and the batch that paid names them (B3)."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from occ.providers.simulator.account import Template
from tests.journeys.accounts import a_batch
from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House, Team, database
from tests.journeys.judged import barriers
from tests.journeys.tongue import ENGLISH, Tongue, told_in
from tests.live import until

BODIES = {"en": "Hello {{1}}, your link: {{2}}", "fa": "{{1}} عزیز، پیوند شما: {{2}}"}
PHONES = {"en": "+48500100881", "fa": "+48500100882"}


@told_in(ENGLISH)
def test_a_guest_takes_their_link_by_whatsapp_and_the_batch_names_them(
    house: House, team: Team, opened: Open, say: Tongue
) -> None:  # B3
    ada = signed_in(house, opened, "ada", say, locale=say.code, reduced_motion="reduce")
    with database(house.server) as session:
        a_batch(session, 5, "Winter pack")
    a_template_serves(house, ada, say)
    link = f"https://wifi.example.com/{say.code}/once"

    address = handed_out(house, ada, say, link)
    guest = opened(house.hosts, locale=say.code, reduced_motion="reduce").new_page()
    guest.goto(address)
    expect(guest.locator(f"html[lang={say.code}][dir={say.direction}]")).to_be_attached()
    assert barriers(guest) == []
    guest.get_by_role("button", name=say("By WhatsApp to %(number)s")).click()
    expect(guest.get_by_text(say("They have gone to %(number)s."))).to_be_visible()

    until(lambda: [link in said for said in received(house, say)] == [True])
    ada.goto(f"{house.server.url}/accounts?q={PHONES[say.code][-6:]}")
    row = ada.get_by_role("row").filter(has_text="Marta")
    expect(row).to_contain_text(str(say("usable")))
    expect(row).not_to_contain_text(link)
    row.get_by_role("cell").nth(4).get_by_role("link").click()
    expect(ada).to_have_url(re.compile(r"/whatsapp-batches/\d+$"))
    expect(ada.get_by_role("link", name="Marta").first).to_be_visible()


def a_template_serves(house: House, ada: Page, say: Tongue) -> None:
    """Read from Twilio, then chosen in Settings → Accounts."""
    name = f"guest_link_{say.code}"
    template = Template(name, say.code, BODIES[say.code], {"1": "Marta", "2": "https://x.test"})
    house.simulator.exchange.templates.append(template)
    ada.goto(f"{house.server.url}/settings/templates")
    ada.get_by_role("button", name=say("Refresh from Twilio")).click()
    expect(ada.get_by_text(name)).to_be_visible()

    ada.goto(f"{house.server.url}/settings/accounts")
    ada.locator(f"#link-{say.code}").select_option(template.sid)
    ada.get_by_role("button", name=say("Save"), exact=True).click()
    expect(ada.locator(f"#link-{say.code}-2")).to_have_value("secret")


def handed_out(house: House, ada: Page, say: Tongue, link: str) -> str:
    """The address of the person's page."""
    ada.goto(f"{house.server.url}/accounts/new")
    ada.locator("#way").select_option("choose")
    ada.get_by_label(say("Telephone number")).fill(PHONES[say.code])
    ada.get_by_label(say("Language of the message")).select_option(say.code)
    ada.get_by_label(say("Name of the person")).fill("Marta")
    ada.get_by_label(say("What the login is for")).fill("Wi-Fi")
    ada.get_by_label(say("What is handed out")).select_option("link")
    ada.get_by_label(say("One-time link or code")).fill(link)
    ada.get_by_role("button", name=say("Hand out"), exact=True).click()
    return ada.locator("code.address").inner_text()


def received(house: House, say: Tongue) -> list[str]:
    """What has reached the guest's telephone."""
    theirs = f"whatsapp:{PHONES[say.code]}"
    return [row.body for row in house.simulator.exchange.messages if row.recipient == theirs]
