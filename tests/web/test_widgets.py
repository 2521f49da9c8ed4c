"""The link page and the QR codes."""

from __future__ import annotations

import pytest

from occ.core.run import Runner
from occ.flows import set_up
from occ.services import widget_editing
from occ.services.links import on_the_web, qr_svg, wa_me
from occ.services.models import Service
from occ.settings.pages import TwilioSettings
from tests.builders import NOW, a_service, a_widget
from tests.web.browser import Browser, shown

WORDS = "Hello, I'd like to ask: 50% & more?"
DRAFT = "Hello%2C%20I%27d%20like%20to%20ask%3A%2050%25%20%26%20more%3F"
UNAVAILABLE = "WhatsApp is not available here just now."


@pytest.fixture
def two(run: Runner) -> list[Service]:
    services = [run(a_service, "Sales"), run(a_service, "Support", "+48500100200")]
    run(a_widget, services)
    return services


def test_each_service_has_a_code_and_a_link(stranger: Browser, two: list[Service]) -> None:  # A5 A6
    page = stranger.get("/w/website")

    for service, number in zip(two, ("390612345678", "48500100200"), strict=True):
        assert service.name in shown(page)
        assert f'href="https://wa.me/{number}"' in page.text
        assert f'href="https://web.whatsapp.com/send?phone={number}"' in page.text
        assert f'src="/w/website.svg?service={service.key}"' in page.text
    assert "<script" not in page.text
    assert "Set-Cookie" not in page.headers


def test_the_first_words_are_the_visitors_draft(
    stranger: Browser, run: Runner, two: list[Service]
) -> None:
    run(a_widget, two, first_words=WORDS)

    page = stranger.get("/w/website")

    assert f'href="https://wa.me/390612345678?text={DRAFT}"' in page.text
    assert stranger.get("/w/website.svg").data == qr_svg(f"https://wa.me/390612345678?text={DRAFT}")
    assert on_the_web("+390612345678", WORDS).endswith(f"phone=390612345678&text={DRAFT}")


def test_the_code_leads_to_the_service_asked_for(
    stranger: Browser, two: list[Service]
) -> None:  # A5
    first, second = (qr_svg(wa_me(str(service.whatsapp_number))) for service in two)

    assert stranger.get("/w/website.svg").data == first
    answer = stranger.get(f"/w/website.svg?service={two[1].key}")
    assert answer.data == second
    assert answer.content_type.startswith("image/svg+xml")
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_a_code_that_has_not_changed_is_not_sent_again(
    stranger: Browser, two: list[Service]
) -> None:
    tag = stranger.get("/w/website.svg").headers["ETag"]

    again = stranger.get("/w/website.svg", **{"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


def test_a_widget_that_leads_nowhere_says_so(stranger: Browser, run: Runner) -> None:
    run(a_widget, [], other_contact="Call 06 1234 5678")

    page = stranger.get("/w/website")

    assert page.status_code == 200
    assert UNAVAILABLE in shown(page)
    assert "Call 06 1234 5678" in shown(page)
    assert stranger.get("/w/website.svg").status_code == 404


def test_nobody_is_led_to_whatsapp_while_it_is_switched_off(
    stranger: Browser, run: Runner, two: list[Service]
) -> None:
    assert UNAVAILABLE not in shown(stranger.get("/w/website"))

    run(set_up.save, None, TwilioSettings(whatsapp=False), NOW)

    assert UNAVAILABLE in shown(stranger.get("/w/website"))


def test_the_link_of_an_archived_widget_says_that_it_leads_nowhere(
    stranger: Browser, run: Runner, two: list[Service]
) -> None:
    run(widget_editing.archive, None, "website", NOW)

    assert UNAVAILABLE in shown(stranger.get("/w/website"))
    assert stranger.get("/w/website.svg").status_code == 404


@pytest.mark.parametrize(
    "path", ["/w/none", "/w/none.js", "/w/none.svg", "/w/website.svg?service=svc_none"]
)
def test_what_is_not_there_is_not_found_in_the_visitors_language(
    stranger: Browser, two: list[Service], path: str
) -> None:
    answer = stranger.get(path, **{"Accept-Language": "fa-IR, en;q=0.5"})

    assert answer.status_code == 404
    assert '<html lang="fa" dir="rtl">' in answer.text


def test_the_page_speaks_the_visitors_language(stranger: Browser, two: list[Service]) -> None:
    for asked, language in (("pl-PL,pl;q=0.9", "pl"), ("de", "en"), ("it", "it")):
        page = stranger.get("/w/website", **{"Accept-Language": asked})
        assert f'<html lang="{language}"' in page.text
    assert '<html lang="fr"' in stranger.get("/w/website?lang=fr").text
