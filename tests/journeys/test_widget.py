"""The widget on a website: a visitor's way from somebody else's page to an agent (A4, A5, A6)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Request, expect
from sqlalchemy import select

from occ.core import clock
from occ.providers.simulator.customers import Customer
from occ.services import widget_editing
from occ.services.models import Service
from occ.services.widget_form import WidgetForm
from tests.journeys.conftest import Open, SitDown
from tests.journeys.house import House, Team, database
from tests.journeys.judged import barriers
from tests.journeys.scanned import leads_to
from tests.journeys.tongue import ENGLISH, PERSIAN, Tongue
from tests.journeys.website import website

WHATSAPP = {"wa.me", "web.whatsapp.com"}
WORDS = "Hello, I am writing from your website: سلام & 100%"
DRAFT = (
    "Hello%2C%20I%20am%20writing%20from%20your%20website%3A%20"
    "%D8%B3%D9%84%D8%A7%D9%85%20%26%20100%25"
)
VISITOR = Customer("Zofia", "+48500100277")
HOSTILE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { position: relative; color: red; font: 40px cursive }
    body > * { display: none; z-index: 1; margin: 0 auto; max-width: 10px; opacity: 0 }
    button, [popover] { display: none !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
both_ways = pytest.mark.parametrize("say", [ENGLISH, PERSIAN], ids=["English", "Persian"])


@dataclass
class Visit:
    """A visitor on the website, and what their browser asked of us."""

    page: Page
    context: BrowserContext
    asked: list[str] = field(default_factory=list)

    def widget(self, role: Any, say: Tongue, words: str = "WhatsApp") -> Any:
        return self.page.locator("occ-widget").get_by_role(role, name=say(words), exact=True)

    @property
    def dialog(self) -> Any:
        return self.page.locator("occ-widget").get_by_role("dialog")


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
        site = self.closing.enter_context(website(us, key))
        hosts = self.house.hosts | WHATSAPP | {site.removeprefix("http://")}
        context = self.opened(hosts, **{"locale": say.code, **browser})
        for host in WHATSAPP:
            context.route(f"https://{host}/**", lambda route: route.fulfill(body="WhatsApp"))
        visit = Visit(context.new_page(), context)

        def ask(request: Request) -> None:
            if request.url.startswith(us):
                visit.asked.append(request.url.removeprefix(us))

        context.on("request", ask)
        visit.page.goto(f"{site}/{say.code}")
        # Else another person's page has the window.
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


@both_ways
def test_a_visitor_comes_from_the_website_to_an_agent(
    house: House, team: Team, comes: Comes, at_desk: SitDown, say: Tongue
) -> None:
    ana = at_desk(team.names[0], say)
    visit = comes([team], say, {"first_words": WORDS})
    page, number = visit.page, team.number.removeprefix("+")

    button = visit.widget("button", say)
    expect(button).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link")).to_be_hidden()
    [script] = visit.asked
    assert script.endswith(".js")
    stands_at_the_end_of_the_line(button, say)

    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(visit.dialog).to_be_focused()
    expect(visit.dialog).to_have_accessible_name(say("Write to us on WhatsApp"))
    expect(button).to_have_attribute("aria-haspopup", "dialog")
    code = visit.dialog.get_by_role("img")
    expect(code).to_have_accessible_name(say("QR code that opens WhatsApp with %(number)s"))
    assert leads_to(code, f"https://wa.me/{number}?text={DRAFT}")  # A5
    assert len(visit.asked) == 2

    for name in ("Close the window", "Open WhatsApp on the web", "Open the app"):
        page.keyboard.press("Tab")
        role = "button" if name == "Close the window" else "link"
        expect(visit.widget(role, say, name)).to_be_focused()
    expect(visit.widget("link", say, "Open the app")).to_have_attribute(
        "href", f"https://wa.me/{number}?text={DRAFT}"
    )
    page.keyboard.press("Escape")
    expect(visit.dialog).to_be_hidden()
    expect(button).to_be_focused()

    button.click()
    assert barriers(page) == []
    with page.expect_popup() as opening:
        visit.widget("link", say, "Open WhatsApp on the web").click()
    address = urlsplit(opening.value.url)  # A6
    assert (address.netloc, address.path) == ("web.whatsapp.com", "/send")
    sent = parse_qs(address.query)
    assert sent == {"phone": [number], "text": [WORDS]}
    assert visit.context.cookies() == []

    house.write(team, VISITOR, sent["text"][0])
    expect(ana.offer).to_contain_text("Zofia")
    ana.accept()
    expect(ana.bubble(WORDS)).to_be_visible()


def stands_at_the_end_of_the_line(button: Any, say: Tongue) -> None:
    box, width = button.bounding_box(), button.page.viewport_size["width"]
    gap = box["x"] if say is PERSIAN else width - box["x"] - box["width"]
    assert 0 < gap < 40


def test_the_pages_own_rules_do_not_reach_the_widget(team: Team, comes: Comes) -> None:
    visit = comes([team])
    button = visit.widget("button", ENGLISH)
    expect(button).to_be_visible()

    visit.page.evaluate(HOSTILE)

    stands_at_the_end_of_the_line(button, ENGLISH)
    button.click()
    expect(visit.dialog).to_be_visible()
    assert visit.dialog.evaluate("panel => getComputedStyle(panel).color") == "rgb(22, 32, 42)"


@both_ways
def test_on_a_phone_one_tap_opens_the_app(
    team: Team, comes: Comes, playwright: Playwright, say: Tongue
) -> None:  # A6
    device = {**playwright.devices["Pixel 7"], "locale": say.code}
    device.pop("default_browser_type")
    visit = comes([team], say, {"first_words": WORDS}, **device)

    link = visit.widget("link", say)
    link.tap()

    visit.page.wait_for_url(f"https://wa.me/{team.number.removeprefix('+')}?text={DRAFT}")
    assert [path for path in visit.asked if not path.endswith(".js")] == []


@both_ways
def test_where_there_are_several_services_the_visitor_chooses(
    house: House, team: Team, comes: Comes, say: Tongue
) -> None:  # A4 A5
    other = next(house.teams)
    visit = comes([other, team], say)
    visit.widget("button", say).click()

    choices = visit.dialog.locator("summary")
    expect(choices).to_have_text([other.service, team.service])
    expect(visit.dialog.get_by_role("img")).to_have_count(0)
    assert len(visit.asked) == 1
    for place, chosen in enumerate((other, team)):
        choices.nth(place).focus()
        visit.page.keyboard.press("Enter")
        code = visit.dialog.get_by_role("img")
        expect(code).to_have_count(1)
        number = chosen.number.removeprefix("+")
        assert leads_to(code, f"https://wa.me/{number}")
        expect(visit.widget("link", say, "Open WhatsApp on the web")).to_have_attribute(
            "href", f"https://web.whatsapp.com/send?phone={number}"
        )


def test_on_a_phone_each_of_several_services_is_one_tap(
    house: House, team: Team, comes: Comes, playwright: Playwright
) -> None:  # A4 A6
    device = dict(playwright.devices["iPhone 14"])
    device.pop("default_browser_type")
    visit = comes([team, next(house.teams)], **device)

    visit.widget("button", ENGLISH).tap()
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

    visit.widget("button", ENGLISH).click()

    expect(visit.dialog).to_contain_text("WhatsApp is not available here just now.")
    expect(visit.dialog).to_contain_text("Call 06 1234 5678")


def test_the_code_can_be_scanned_where_the_system_chooses_the_colours(
    team: Team, comes: Comes
) -> None:
    visit = comes([team], forced_colors="active", color_scheme="dark")
    button = visit.widget("button", ENGLISH)

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
