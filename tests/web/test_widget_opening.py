"""What a visitor's browser is given once the widget is opened, and what is kept of the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from occ.core.run import Runner
from occ.flows import make_reference
from occ.services import links, page_references, senders, widget_editing
from occ.services.models import PageReference, Service
from occ.settings import store
from occ.settings.pages import TwilioSettings
from tests.builders import NOW, a_service, a_widget
from tests.web.browser import Browser

SITE = "https://firma.pl"
FIRST_WORDS = "Hello! {page} ({ref})"
PLANS = {"page": f"{SITE}/plans?token=secret#here", "title": "Prices & plans"}


@dataclass
class Opens:
    """A visitor on a page of somebody else's."""

    browser: Browser

    def __call__(
        self, path: str = "open.js", site: str | None = SITE, **asked: str
    ) -> TestResponse:
        headers = {"Origin": site} if path == "open.js" and site else {}
        if path != "open.js" and site:
            headers = {"Referer": f"{site}/"}
        query = urlencode({"lang": "en", **PLANS, **asked})
        return self.browser.get(f"/w/website/{path}?{query}", **headers)

    def draft(self, path: str = "open.js", **asked: Any) -> str:
        """The first words that WhatsApp is opened with."""
        answer = self(path, **asked)
        link = answer.headers["Location"] if path == "app" else shown(answer)["ways"][0]["app"]
        return parse_qs(urlsplit(link).query).get("text", [""])[0]


def shown(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.text.removeprefix("export default "))
    return found


@pytest.fixture
def sales(run: Runner) -> Service:
    service = run(a_service, "Sales")
    run(a_widget, [service], first_words=FIRST_WORDS)
    return service


@pytest.fixture
def opens(stranger: Browser, sales: Service) -> Opens:
    return Opens(stranger)


@pytest.fixture
def later(app: Flask) -> Callable[[], None]:
    return app.extensions["occ"].widgets.clear  # type: ignore[no-any-return]


def kept(run: Runner) -> list[tuple[str, str, str]]:
    with run.reading() as session:
        rows = session.scalars(select(PageReference).order_by(PageReference.made_at)).all()
        return [(row.reference, row.title, row.address) for row in rows]


@pytest.mark.parametrize("path", ["open.js", "app"])
def test_the_first_words_tell_the_page_by_a_reference_that_is_kept(
    opens: Opens, run: Runner, path: str
) -> None:  # A5 A6
    draft = opens.draft(path)

    [(reference, title, address)] = kept(run)
    assert draft == f"Hello! Prices & plans ({reference})"
    assert (title, address) == ("Prices & plans", f"{SITE}/plans")
    assert page_references.written_in(draft) == [reference]


@pytest.mark.parametrize("title", ["Prices & plans", "قیمت‌ها و بسته‌های پیشنهادی ما"])
def test_links_and_codes_of_all_services_say_the_same(
    opens: Opens,
    stranger: Browser,
    run: Runner,
    sales: Service,
    later: Callable[[], None],
    title: str,
) -> None:  # A4 A5 A6
    numbers = ("+48500100200", "+989123456789", "+4915123456789")
    others = [run(a_service, f"Service {number}", number) for number in numbers]
    run(a_widget, [sales, *others], first_words=FIRST_WORDS)
    later()

    ways = shown(opens(title=title))["ways"]

    [(reference, _, _)] = kept(run)
    for way in ways:
        assert stranger.get(way["qr"]).data == links.qr_svg(way["app"])
        assert way["size"] == links.shown_size(way["app"])
        for each in ("app", "web"):
            [text] = parse_qs(urlsplit(way[each]).query)["text"]
            assert text == f"Hello! {title} ({reference})"
    assert len(ways) == 4


def test_pages_of_others_may_ask_and_nothing_is_stored_with_the_visitor(opens: Opens) -> None:
    answer = opens()

    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/javascript"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "kept_address"),
    [
        pytest.param({"site": "https://other.example.com"}, None, id="another site's page"),
        pytest.param({"site": None}, None, id="a browser that does not say which site"),
        pytest.param({"site": "null"}, None, id="a sandboxed frame"),
        pytest.param({"page": "javascript:alert(1)"}, None, id="no website"),
        pytest.param({"page": ""}, None, id="no page"),
        pytest.param({"title": ""}, f"{SITE}/plans", id="a page without a title"),
    ],
)
@pytest.mark.parametrize("path", ["open.js", "app"])
def test_only_the_page_that_asks_is_kept(
    opens: Opens, run: Runner, path: str, asked: dict[str, Any], kept_address: str | None
) -> None:
    draft = opens.draft(path, **asked)

    assert [address for _, _, address in kept(run)] == ([kept_address] if kept_address else [])
    if kept_address is None:
        assert draft == "Hello!"
    else:
        assert draft.startswith("Hello! /plans (")


def test_only_pages_of_allowed_sites_are_kept(
    opens: Opens, run: Runner, sales: Service, later: Callable[[], None]
) -> None:
    elsewhere = ("https://www.example.com",)
    run(a_widget, [sales], first_words=FIRST_WORDS, allowed_origins=elsewhere)
    assert opens.draft() == "Hello!"
    assert kept(run) == []

    run(a_widget, [sales], first_words=FIRST_WORDS, allowed_origins=(*elsewhere, SITE))
    later()
    assert opens.draft() != "Hello!"
    assert len(kept(run)) == 1


def test_where_the_first_words_do_not_ask_for_it_nothing_is_kept(
    opens: Opens, run: Runner, sales: Service, later: Callable[[], None]
) -> None:
    run(a_widget, [sales], first_words="Hello from {page}.")
    later()
    assert opens.draft() == "Hello from Prices & plans."

    run(a_widget, [sales], first_words="Hello.")
    later()
    answer = opens()
    assert shown(answer)["ways"][0]["app"].endswith("text=Hello.")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert kept(run) == []


@pytest.mark.parametrize("path", ["open.js", "app"])
def test_who_asks_too_often_writes_without_a_reference(
    opens: Opens, run: Runner, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_reference, "MOST_PER_ADDRESS", 1)

    assert opens.draft(path).endswith(")")
    assert opens.draft(path) == "Hello! Prices & plans"
    assert len(kept(run)) == 1


def test_the_pages_without_script_leave_out_what_they_do_not_know(
    stranger: Browser, sales: Service, run: Runner
) -> None:  # A5 A6
    page = stranger.get("/w/website").text

    assert "https://wa.me/390612345678?text=Hello%21" in page
    assert "{" not in page.split("<main")[1].split("</main>")[0] and "%7B" not in page
    plain = links.qr_svg("https://wa.me/390612345678?text=Hello%21")
    assert stranger.get("/w/website.svg").data == plain
    assert kept(run) == []


def test_before_it_is_opened_the_page_is_asked_for_nothing(
    stranger: Browser, sales: Service, run: Runner
) -> None:
    script = stranger.get("/w/website.js", Referer=f"{SITE}/plans")

    config = json.loads(script.text.rpartition("})(")[2].rstrip(")\n"))
    assert config["tells"] is True
    assert config["only"]["app"] == "https://wa.me/390612345678?text=Hello%21"
    assert kept(run) == []


@pytest.mark.parametrize("trouble", ["WhatsApp is off", "the sender is not online"])
def test_a_widget_that_leads_nowhere_tells_of_another_way_and_shows_no_code(
    opens: Opens, run: Runner, sales: Service, later: Callable[[], None], trouble: str
) -> None:  # A5
    run(a_widget, [sales], first_words=FIRST_WORDS, other_contact="Call 06 1234 5678")
    assert shown(opens())["ways"]
    if trouble == "WhatsApp is off":
        run(store.save, TwilioSettings(whatsapp=False), NOW)
    else:
        run(senders.note, {str(sales.whatsapp_number): "Invitation not accepted"}, NOW)
    later()

    more = shown(opens())
    assert (more["ways"], more["other"]) == ([], "Call 06 1234 5678")
    assert more["words"][5].startswith("WhatsApp is not available here just now.")
    assert opens("app").headers["Location"] == "/w/website"
    assert "Call 06 1234 5678" in opens.browser.get("/w/website").text
    assert opens.browser.get("/w/website.svg").status_code == 404

    run(widget_editing.archive, None, "website", NOW)
    later()
    assert shown(opens())["ways"] == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("pl", "Otwórz aplikację"),
        ("fa", "باز کردن برنامه"),
        ("xx", "Open the app"),
    ],
)
def test_the_panel_speaks_the_visitors_language(opens: Opens, lang: str, words: str) -> None:
    assert shown(opens(lang=lang))["words"][3] == words


def test_of_a_widget_that_is_not_there_nothing_is_told(stranger: Browser, sales: Service) -> None:
    for path in ("open.js", "app"):
        assert stranger.get(f"/w/none/{path}").status_code == 404
