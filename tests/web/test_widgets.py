"""The link page and its QR codes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from occ.core.run import Runner
from occ.services import widgets
from occ.services.links import qr_svg, wa_me
from occ.services.models import Service
from tests.builders import NOW, a_service
from tests.web.browser import Browser, shown


def a_widget(session: Session, services: Sequence[Service]) -> None:
    widgets.save(session, None, "website", "Website", services, [], NOW)


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
        assert f'src="/w/website.svg?service={service.key}"' in page.text
    assert "<script" not in page.text
    assert "Set-Cookie" not in page.headers


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
    run(a_widget, [])

    page = stranger.get("/w/website")

    assert page.status_code == 200
    assert "WhatsApp is not available here just now." in shown(page)
    assert stranger.get("/w/website.svg").status_code == 404


@pytest.mark.parametrize("path", ["/w/none", "/w/none.svg", "/w/website.svg?service=svc_none"])
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
