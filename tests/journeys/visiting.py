"""A visitor on somebody else's website: what they see of the widget, and how it leads on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.journeys.conftest import Open
from tests.journeys.judged import barriers
from tests.journeys.scanned import leads_to
from tests.journeys.tongue import PERSIAN, Tongue
from tests.journeys.website import website

WHATSAPP = {"wa.me", "web.whatsapp.com"}
WORDS = "Hello, I am writing from your website: سلام & 100%"
DRAFT = (
    "Hello%2C%20I%20am%20writing%20from%20your%20website%3A%20"
    "%D8%B3%D9%84%D8%A7%D9%85%20%26%20100%25"
)


@dataclass
class Visit:
    """A visitor on the website, and what their browser asked of us."""

    page: Page
    context: BrowserContext
    say: Tongue
    asked: list[str] = field(default_factory=list)

    def widget(self, role: Any, words: str = "WhatsApp") -> Any:
        found = self.page.locator("occ-widget")
        return found.get_by_role(role, name=self.say(words), exact=True)

    @property
    def dialog(self) -> Any:
        return self.page.locator("occ-widget").get_by_role("dialog")


@contextmanager
def visiting(opened: Open, us: str, key: str, say: Tongue, **browser: Any) -> Iterator[Visit]:
    """Of a page in the language `say`, on which the widget `key` of ours stands."""
    with website(us, key) as site:
        hosts = {url.removeprefix("http://") for url in (us, site)} | WHATSAPP
        context = opened(hosts, **{"locale": say.code, **browser})
        for host in WHATSAPP:
            context.route(f"https://{host}/**", lambda route: route.fulfill(body="WhatsApp"))
        visit = Visit(context.new_page(), context, say)

        def ask(request: Request) -> None:
            if request.url.startswith(us):
                visit.asked.append(request.url.removeprefix(us))

        context.on("request", ask)
        visit.page.goto(f"{site}/{say.code}")
        yield visit


def finds_the_button(visit: Visit) -> None:
    """In the place of the plain link, for one request."""
    # Else another person's page has the window.
    visit.page.bring_to_front()
    button = visit.widget("button")
    expect(button).to_be_visible()
    expect(visit.page.get_by_role("main").get_by_role("link")).to_be_hidden()
    [script] = visit.asked
    assert script.endswith(".js")
    stands_at_the_end_of_the_line(visit)


def scans_the_code_by_keys_alone(visit: Visit, number: str) -> None:  # A5
    visit.page.bring_to_front()
    press, button = visit.page.keyboard.press, visit.widget("button")
    press("Tab")
    expect(button).to_be_focused()
    press("Enter")
    expect(visit.dialog).to_be_focused()
    expect(visit.dialog).to_have_accessible_name(visit.say("Write to us on WhatsApp"))
    expect(button).to_have_attribute("aria-haspopup", "dialog")
    code, named = visit.dialog.get_by_role("img"), "QR code that opens WhatsApp with %(number)s"
    expect(code).to_have_accessible_name(visit.say(named))
    assert leads_to(code, f"https://wa.me/{number.removeprefix('+')}?text={DRAFT}")
    # The script, what the panel shows, the code.
    assert len(visit.asked) == 3

    for name in ("Close the window", "Open WhatsApp on the web", "Open the app"):
        press("Tab")
        role = "button" if name == "Close the window" else "link"
        expect(visit.widget(role, name)).to_be_focused()
    expect(visit.widget("link", "Open the app")).to_have_attribute(
        "href", f"https://wa.me/{number.removeprefix('+')}?text={DRAFT}"
    )
    press("Escape")
    expect(visit.dialog).to_be_hidden()
    expect(button).to_be_focused()


def goes_to_whatsapp_on_the_web(visit: Visit, number: str) -> str:  # A6
    """The words that stand there as the visitor's draft."""
    visit.widget("button").click()
    assert barriers(visit.page) == []
    with visit.page.expect_popup() as opening:
        visit.widget("link", "Open WhatsApp on the web").click()
    address = urlsplit(opening.value.url)
    assert (address.netloc, address.path) == ("web.whatsapp.com", "/send")
    sent = parse_qs(address.query)
    assert sent["phone"] == [number.removeprefix("+")]
    assert visit.context.cookies() == []
    return sent["text"][0]


def stands_at_the_end_of_the_line(visit: Visit) -> None:
    box, size = visit.widget("button").bounding_box(), visit.page.viewport_size
    assert size
    gap = box["x"] if visit.say is PERSIAN else size["width"] - box["x"] - box["width"]
    assert 0 < gap < 40
