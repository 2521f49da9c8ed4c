"""The preview of a widget: what stands in the form, saved or not, as visitors will meet it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from occ.core import clock
from occ.core.run import Runner
from occ.flows import save_hours
from occ.services import hours_text, widgets
from occ.services.hours import Hours
from occ.services.links import qr_svg
from occ.services.models import PageReference, Service
from tests.builders import NOW, a_service, a_widget
from tests.web.browser import Browser, shown
from tests.web.conftest import PUBLIC_URL
from tests.web.widget_page import PATH, typed

PREVIEW = "/settings/widgets/website/preview"


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service, "Sales")


@pytest.fixture
def support(run: Runner) -> Service:
    return run(a_service, "Support", "+48500100200")


def previewed(browser: Browser, **fields: Any) -> dict[str, Any]:
    answer = browser.client.get(f"{PREVIEW}.js", base_url=PUBLIC_URL, query_string=fields)
    found: dict[str, Any] = json.loads(answer.text.rpartition("})(")[2].rstrip(")\n"))
    return found


def opened(browser: Browser, config: dict[str, Any], lang: str = "en") -> list[dict[str, Any]]:
    """What the widget in the preview shows once it is open."""
    module = browser.get(f"{config['more']}lang={lang}").text
    found: list[dict[str, Any]] = json.loads(module.removeprefix("export default "))["ways"]
    return found


def test_the_preview_shows_what_is_typed_and_not_saved(
    administrator: Browser, run: Runner, sales: Service, support: Service
) -> None:
    run(a_widget, [sales], allowed_origins=("https://www.example.com",))

    saved = previewed(administrator)
    asked = typed(support, first_words="Hi", colour="#ffee00", device="phone")
    unsaved = previewed(administrator, **asked)

    assert [way["name"] for way in opened(administrator, saved)] == ["Sales"]
    assert (saved["phone"], saved["open"], saved["origins"]) == (False, True, [])
    [way] = opened(administrator, unsaved)
    assert way["app"] == unsaved["only"]["app"] == "https://wa.me/48500100200?text=Hi"
    assert (unsaved["phone"], unsaved["ink"]) == (True, "#000000")
    code = administrator.get(way["qr"])
    assert code.data == qr_svg("https://wa.me/48500100200?text=Hi")
    with run.reading() as session:
        assert widgets.facts(session, "website")["services"] == ["Sales"]


def test_the_preview_shows_a_closed_service_and_when_it_opens(
    administrator: Browser, run: Runner, sales: Service, support: Service
) -> None:
    run(a_widget, [sales, support])
    monday_to_saturday = (*(hours_text.read("0-24"),) * 6, ())
    run(save_hours.save, None, sales.key, (Hours(monday_to_saturday, ()), "", False), NOW)

    shut, never_shut = opened(administrator, previewed(administrator, hours="closed"))
    both_open = opened(administrator, previewed(administrator, hours="open"))

    assert [shut["shut"], never_shut["shut"]] == [True, True]
    opens = datetime.fromtimestamp(shut["opens"], UTC)
    assert (opens.weekday(), opens > clock.now()) == (0, True)
    assert never_shut["opens"] == 0
    assert [way["shut"] for way in both_open] == [False, False]


def test_the_preview_fills_the_first_words_and_keeps_nothing(
    administrator: Browser, run: Runner, sales: Service
) -> None:
    run(a_widget, [sales], first_words="Hello! {page} ({ref})")

    config = previewed(administrator, lang="pl")
    [way] = opened(administrator, config, "pl")

    assert (config["tells"], way["app"]) == (False, config["only"]["app"])
    assert way["app"].endswith(quote("Hello! Podgląd (K7F2M9)", safe=""))
    with run.reading() as session:
        assert session.scalars(select(PageReference)).all() == []


def test_the_preview_of_what_can_not_be_is_what_was_saved(
    administrator: Browser, run: Runner, sales: Service
) -> None:
    run(a_widget, [sales])

    half_typed = typed(sales, colour="#ff", name="", allowed_origins="ftp:", button_text="Ask")

    config = previewed(administrator, **half_typed)
    assert (config["colour"], config["button"]) == ("#0b6470", "Ask")


@pytest.mark.parametrize(
    ("colour", "ground", "warned"),
    [
        ("#0b6470", "light", 0),
        ("#ffee00", "light", 1),
        ("#ffee00", "dark", 0),
        ("#16202a", "dark", 1),
    ],
)
def test_the_preview_warns_of_a_button_that_hardly_stands_out(
    administrator: Browser, run: Runner, sales: Service, colour: str, ground: str, warned: int
) -> None:
    run(a_widget, [sales])
    asked = typed(sales, colour=colour) | {"ground": ground}

    page = administrator.client.get(PREVIEW, base_url=PUBLIC_URL, query_string=asked)

    assert shown(page).count("Choose a darker or a lighter colour.") == warned
    assert "From 4.5 : 1 on it is easy to read." in shown(page)


@pytest.mark.parametrize(
    ("asked", "way"),
    [("lang=fa", "rtl"), ("lang=pl", "ltr"), ("lang=pl&way=rtl", "rtl"), ("lang=fa&way=up", "rtl")],
)
def test_the_preview_stands_in_the_direction_of_its_language_or_as_asked(
    administrator: Browser, run: Runner, asked: str, way: str
) -> None:
    run(a_widget)

    page = administrator.get(f"{PREVIEW}?{asked}").text

    assert f'lang="{asked[5:7]}" dir="{way}"' in page


def test_only_our_own_pages_may_frame_the_preview(
    administrator: Browser, run: Runner, sales: Service
) -> None:
    run(a_widget, [sales])

    for path, ancestors, options in (
        (PREVIEW, "'self'", "SAMEORIGIN"),
        (PATH, "'none'", "DENY"),
    ):
        headers = administrator.get(path).headers
        assert f"frame-ancestors {ancestors}" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == options
