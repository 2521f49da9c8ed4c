"""The widget on a website: whatever page, device and visitor it meets (A4, A5, A6).

The way through it from First steps to the answer is in test_whole_story.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Playwright, expect
from sqlalchemy import select

from occ.core import clock
from occ.flows import save_hours
from occ.providers.simulator.customers import Customer
from occ.services import hours_text, widget_editing
from occ.services.hours import Hours, OtherDay
from occ.services.models import Service
from occ.services.widget_form import WidgetForm
from tests.journeys.conftest import Open, SitDown
from tests.journeys.house import House, Team, database
from tests.journeys.judged import barriers
from tests.journeys.scanned import leads_to
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue, told_in
from tests.journeys.visiting import DRAFT, WORDS, Visit, stands_at_the_end_of_the_line, visiting

MARTA = Customer("Marta Kowalska", "+48500100200")
HOSTILE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { position: relative; color: red; font: 40px cursive }
    body > * { display: none; z-index: 1; margin: 0 auto; max-width: 10px; opacity: 0 }
    button, [popover] { display: none !important }`);
  document.adoptedStyleSheets = [sheet];
}"""


class Comes:
    """Puts a team's widget on a website and lets a visitor come."""

    def __init__(self, house: House, opened: Open, closing: ExitStack) -> None:
        self.house, self.opened, self.closing = house, opened, closing

    def __call__(
        self, teams: list[Team], say: Tongue = ENGLISH, form: Any = None, **browser: Any
    ) -> Visit:
        key = f"visit-{teams[0].place}"
        with database(self.house.server) as session:
            wanted = WidgetForm("Visit", **{"services": keys(session, teams), **(form or {})})
            widget_editing.save(session, None, key, wanted, clock.now())
        us = self.house.server.url
        visit = self.closing.enter_context(visiting(self.opened, us, key, say, **browser))
        visit.page.bring_to_front()
        return visit


def keys(session: Any, teams: list[Team]) -> tuple[str, ...]:
    found = session.execute(
        select(Service.name, Service.key).where(Service.name.in_([team.service for team in teams]))
    )
    by_name = {name: key for name, key in found}
    return tuple(by_name[team.service] for team in teams)


@pytest.fixture
def comes(house: House, opened: Open) -> Iterator[Comes]:
    with ExitStack() as closing:
        yield Comes(house, opened, closing)


def test_the_pages_own_rules_do_not_reach_the_widget(team: Team, comes: Comes) -> None:
    visit = comes([team])
    button = visit.widget("button")
    expect(button).to_be_visible()

    visit.page.evaluate(HOSTILE)

    stands_at_the_end_of_the_line(visit)
    button.click()
    expect(visit.dialog).to_be_visible()
    assert visit.dialog.evaluate("panel => getComputedStyle(panel).color") == "rgb(22, 32, 42)"


@told_in(PERSIAN)
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_closed_service_says_when_it_opens_and_may_be_written_to(
    house: House, team: Team, comes: Comes, playwright: Playwright, say: Tongue, device: str
) -> None:
    with database(house.server) as session:
        [key] = keys(session, [team])
        soon = OtherDay(clock.now().date() + timedelta(days=2), hours_text.read("9-17"))
        save_hours.save(session, None, key, (Hours(((),) * 7, (soon,)), "", False), clock.now())
    browser = {**playwright.devices["Pixel 7"], "locale": say.code} if device == "phone" else {}
    browser["timezone_id"] = "UTC"
    browser.pop("default_browser_type", None)
    visit = comes([team], say, **browser)

    visit.widget("button").click()

    expect(visit.dialog).to_contain_text(say("Closed now."))
    expect(visit.dialog).to_contain_text(say("Write all the same: we answer then."))
    expect(visit.dialog).to_contain_text("۰۹:۰۰" if say is PERSIAN else "09:00")
    expect(visit.dialog.get_by_role("link").first).to_be_visible()
    assert barriers(visit.page) == []


@told_in(PERSIAN)
def test_on_a_phone_one_tap_opens_the_app(
    team: Team, comes: Comes, playwright: Playwright, say: Tongue
) -> None:  # A6
    device = {**playwright.devices["Pixel 7"], "locale": say.code}
    device.pop("default_browser_type")
    visit = comes([team], say, {"first_words": WORDS}, **device)

    link = visit.widget("link")
    link.tap()

    visit.page.wait_for_url(f"https://wa.me/{team.number.removeprefix('+')}?text={DRAFT}")
    assert [path for path in visit.asked if not path.endswith(".js")] == []


def test_on_a_phone_the_page_goes_along_with_the_tap(
    team: Team, comes: Comes, playwright: Playwright
) -> None:  # A6
    device = dict(playwright.devices["Pixel 7"])
    device.pop("default_browser_type")
    visit = comes([team], form={"first_words": "Hello! {page} ({ref})"}, **device)
    link, number = visit.widget("link"), team.number.removeprefix("+")
    expect(link).to_have_attribute("href", f"https://wa.me/{number}?text=Hello%21")

    # WhatsApp itself is out of reach from here: what the tap asks us for is asked once more.
    visit.page.evaluate("addEventListener('click', event => event.preventDefault())")
    link.tap()
    expect(link).to_have_attribute("href", re.compile("/app"))
    site = {"Referer": visit.page.url}
    answer = visit.context.request.get(
        str(link.get_attribute("href")), headers=site, max_redirects=0
    )

    led = unquote(answer.headers["location"])
    assert re.fullmatch(rf"https://wa\.me/{number}\?text=Hello! Firma \([0-9A-Z]{{6}}\)", led)


@told_in(PERSIAN)
def test_where_there_are_several_services_the_visitor_chooses_and_the_page_goes_along(
    house: House, team: Team, comes: Comes, at_desk: SitDown, say: Tongue
) -> None:  # A4 A5
    other = next(house.teams)
    visit = comes([other, team], say, {"first_words": "Hello! {page} ({ref})"})
    expect(visit.widget("button")).to_be_visible()
    assert [path for path in visit.asked if not path.endswith(".js")] == []
    visit.widget("button").click()

    choices = visit.dialog.locator("summary")
    expect(choices).to_have_text([other.service, team.service])
    expect(visit.dialog.get_by_role("img")).to_have_count(0)
    drafts = set()
    for place, chosen in enumerate((other, team)):
        choices.nth(place).focus()
        visit.page.keyboard.press("Enter")
        code = visit.dialog.get_by_role("img")
        expect(code).to_have_count(1)
        address = str(visit.widget("link", "Open the app").get_attribute("href"))
        assert address.startswith(f"https://wa.me/{chosen.number.removeprefix('+')}?text=")
        assert leads_to(code, address)
        drafts.add(unquote(address.partition("?text=")[2]))
    # The script, what the panel shows, and a code for each.
    assert len(visit.asked) == 4
    assert visit.context.cookies() == []

    here = visit.page.url
    visit.page.keyboard.press("Escape")
    visit.page.evaluate("history.pushState(null, '', '/contact'), document.title = 'Contact'")
    visit.widget("button").click()
    choices.last.click()
    app = visit.widget("link", "Open the app")
    expect(app).to_have_attribute("href", re.compile("text=Hello%21%20Contact%20"))

    [draft] = drafts
    assert draft.startswith("Hello! Firma (")
    desk = at_desk(team.names[0], say)
    reference = draft.removeprefix("Hello! Firma ")
    house.write(team, MARTA, f"What does it cost? {reference}")
    desk.accept()
    expect(desk.page.get_by_text(say("Came from"))).to_be_visible()
    page = desk.page.get_by_role("link", name="Firma", exact=True)
    expect(page).to_have_attribute("href", here)
    expect(page).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_on_a_phone_each_of_several_services_is_one_tap(
    house: House, team: Team, comes: Comes, playwright: Playwright
) -> None:  # A4 A6
    device = dict(playwright.devices["iPhone 14"])
    device.pop("default_browser_type")
    visit = comes([team, next(house.teams)], **device)

    visit.widget("button").tap()
    visit.dialog.get_by_role("link", name=team.service).tap()

    visit.page.wait_for_url(f"https://wa.me/{team.number.removeprefix('+')}")


def test_on_a_site_that_is_not_allowed_the_plain_link_is_left(team: Team, comes: Comes) -> None:
    visit = comes([team], form={"allowed_origins": ("https://www.example.com",)})

    link = visit.page.get_by_role("link", name="WhatsApp")
    visit.page.wait_for_load_state("networkidle")
    expect(visit.page.locator("occ-widget")).to_have_count(0)
    link.click()

    expect(visit.page.get_by_role("link", name="Open WhatsApp", exact=True)).to_be_visible()


def test_a_widget_that_leads_nowhere_tells_of_another_way(team: Team, comes: Comes) -> None:
    visit = comes([team], form={"services": (), "other_contact": "Call 06 1234 5678"})

    visit.widget("button").click()

    expect(visit.dialog).to_contain_text("WhatsApp is not available here just now.")
    expect(visit.dialog).to_contain_text("Call 06 1234 5678")


def test_where_the_code_can_not_be_had_nobody_is_told_to_scan_it(team: Team, comes: Comes) -> None:
    visit = comes([team])
    visit.context.route("**/*.svg*", lambda route: route.fulfill(body="no picture"))

    visit.widget("button").click()

    expect(visit.dialog.get_by_role("img")).to_have_count(0)
    expect(visit.dialog).not_to_contain_text("Scan it")
    expect(visit.widget("link", "Open WhatsApp on the web")).to_be_visible()


def test_the_code_can_be_scanned_where_the_system_chooses_the_colours(
    team: Team, comes: Comes
) -> None:
    visit = comes([team], forced_colors="active", color_scheme="dark")
    button = visit.widget("button")

    button.click()

    code = visit.dialog.get_by_role("img")
    assert leads_to(code, f"https://wa.me/{team.number.removeprefix('+')}")
    style = "element => getComputedStyle(element).borderTopColor"
    assert button.evaluate(style) != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize(
    "take_away",
    ["delete HTMLElement.prototype.showPopover", "delete window.CSSStyleSheet"],
    ids=["popovers", "constructed sheets"],
)
def test_an_older_browser_keeps_the_plain_link(
    team: Team, comes: Comes, opened: Open, take_away: str
) -> None:
    visit = comes([team])
    visit.page.add_init_script(take_away)

    visit.page.reload()
    visit.page.wait_for_load_state("networkidle")

    expect(visit.page.locator("occ-widget")).to_have_count(0)
    expect(visit.page.get_by_role("link", name="WhatsApp")).to_be_visible()
