"""One-time codes in a browser: set up with a phone, shown once, asked for."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from pyotp import TOTP

from occ.users import codes
from tests.company import email
from tests.journeys.conftest import Open
from tests.journeys.house import House, Team
from tests.journeys.judged import judge
from tests.journeys.scanned import leads_to
from tests.journeys.tongue import PERSIAN, Tongue, told_in

PASSWORD = "one and the same"


@told_in(PERSIAN)
def test_an_agent_sets_codes_up_and_signs_in_with_a_backup_code(
    house: House, team: Team, opened: Open, say: Tongue
) -> None:
    agent = team.names[0]
    house.speak(agent, say.code)
    more = {"tolerated": "422", "locale": say.code, "reduced_motion": "reduce"}
    page = opened(house.hosts, **more).new_page()
    page.goto(password_link(house, agent))
    for label in ("New password", "New password, once more"):
        page.get_by_label(say(label), exact=True).fill(PASSWORD)
    press(page, say, "Save and sign in")
    expect(page.locator("#composer, .lists")).to_be_visible()

    page.goto(f"{house.server.url}/me/codes")
    page.get_by_label(say("Present password")).fill(PASSWORD)
    press(page, say, "Set up")
    secret = page.locator("#secret").inner_text().replace(" ", "")
    company = page.get_by_role("navigation").first.inner_text().splitlines()[0]
    assert leads_to(page.locator(".qr svg"), codes.address(secret, email(agent), company))
    found = judge(page, say)
    page.get_by_label(say("Code"), exact=True).fill(TOTP(secret).now())
    press(page, say, "Turn on")
    expect(page.locator("[data-copy]")).to_be_visible()
    backup = page.locator("#backup-codes").inner_text().split()[0]
    found += judge(page, say)
    page.get_by_role("link", name=say("I have kept them")).click()
    found += judge(page, say)

    phone = opened(house.hosts, **more).new_page()
    phone.goto(f"{house.server.url}/sign-in?next=/me")
    phone.get_by_label(say("E-mail")).fill(email(agent))
    phone.get_by_label(say("Password"), exact=True).fill(PASSWORD)
    phone.keyboard.press("Enter")
    expect(phone.get_by_label(say("Code"), exact=True)).to_be_focused()
    phone.keyboard.type("000000")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("alert")).to_be_focused()
    found += judge(phone, say)
    phone.get_by_label(say("Code"), exact=True).fill(backup)
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(f"{house.server.url}/me")

    assert found == []


def press(page: Page, say: Tongue, button: str) -> None:
    page.get_by_role("button", name=say(button)).click()


def password_link(house: House, name: str) -> str:
    printed = house.server.occ("user", "new-password", email(name))
    return str(re.search(r"http\S+/password/\S+", printed)[0])  # type: ignore[index]
