"""Settings → Widget → Widget in use → Channels → WhatsApp (A4)."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from occ.core.run import Runner
from occ.flows import set_up
from occ.services import widget_editing, widgets
from occ.services.links import qr_svg
from occ.services.models import Service
from occ.settings.pages import TwilioSettings
from tests.builders import NOW, a_service, a_widget
from tests.web.browser import Browser, shown
from tests.web.conftest import PUBLIC_URL
from tests.web.widget_page import PATH, typed


@pytest.fixture
def sales(run: Runner) -> Service:
    return run(a_service, "Sales")


@pytest.fixture
def support(run: Runner) -> Service:
    return run(a_service, "Support", "+48500100200")


def facts(run: Runner) -> dict[str, Any]:
    with run.reading() as session:
        return widgets.facts(session, "website")


def test_a_new_widget_leads_to_the_only_service_at_once(
    administrator: Browser, run: Runner, sales: Service
) -> None:  # A4
    assert "leads visitors to WhatsApp" in shown(administrator.get("/settings/widgets"))

    answer = administrator.post("/settings/widgets", {"name": " Our  Shop "})

    assert answer.headers["Location"] == "/settings/widgets/our-shop/channels/whatsapp"
    page = administrator.get(answer.headers["Location"])
    assert '<img class="qr" src="/w/our-shop.svg' in page.text
    assert "https://wa.me/390612345678" in page.text
    assert "Our Shop Sales all not yet" in shown(administrator.get("/settings/widgets"))


def test_one_service_or_several_are_chosen_each_with_its_own_code_and_link(
    administrator: Browser, run: Runner, sales: Service, support: Service
) -> None:  # A4
    run(a_widget)
    assert "This widget leads nowhere yet." in shown(administrator.get(PATH))

    administrator.post(PATH, typed(sales, support, first_words="Hello\r\nthere"))

    page = administrator.get(PATH)
    assert "leads nowhere yet" not in shown(page)
    for service, number in ((sales, "390612345678"), (support, "48500100200")):
        link = f"https://wa.me/{number}?text=Hello%0Athere"
        assert f'href="{link}"' in page.text
        code = f"/w/website.svg?service={service.key}"
        assert f'src="{code}"' in page.text
        assert administrator.get(code).data == qr_svg(link)
    assert "Hello\nthere</textarea>" in page.text


def test_what_a_file_sets_the_page_shows_and_saves_again(
    administrator: Browser, run: Runner, sales: Service
) -> None:
    run(
        a_widget,
        [sales],
        allowed_origins=("https://www.example.com", "https://example.org"),
        first_words="<Hello>",
        button_text="Ask us",
        other_contact="06 1234",
        colour="#ffee00",
        corner="start",
        language="pl",
    )
    before = facts(run)
    page = administrator.get(PATH).text

    sent = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]
        for name in ("name", "button_text", "other_contact", "colour")
    }
    for name in ("corner", "language"):
        [sent[name]] = re.findall(r'value="([^"]*)" selected', page.split(f'name="{name}"')[1])[:1]
    for name in ("first_words", "allowed_origins"):
        body = page.split(f'name="{name}"')[1].split("</textarea>")[0]
        sent[name] = body.partition(">")[2].replace("&lt;", "<").replace("&gt;", ">")
    answer = administrator.post(PATH, {**sent, "services": [sales.key]})

    assert answer.status_code == 302
    assert facts(run) == before
    assert "1 : 1" not in shown(administrator.get(PATH))


def test_enter_in_a_field_saves_and_moves_no_service_up(
    administrator: Browser, run: Runner, sales: Service, support: Service
) -> None:
    run(a_widget, [sales, support])

    [form] = re.findall(
        r'<form [^>]*id="widget".*?</form>', administrator.get(PATH).text, re.DOTALL
    )

    # A browser presses a form's first button.
    assert 'name="up"' in form
    assert 'name="up"' not in re.findall(r"<button .*?>", form)[0]


def test_a_service_moves_up(
    administrator: Browser, run: Runner, sales: Service, support: Service
) -> None:
    run(a_widget, [sales, support])

    administrator.post(PATH, typed(sales, support, up=support.key))

    assert facts(run)["services"] == ["Support", "Sales"]


def test_what_is_refused_stays_in_the_form_with_the_reason(
    administrator: Browser, run: Runner, sales: Service
) -> None:
    run(a_widget, [sales])

    answer = administrator.post(PATH, typed(sales, allowed_origins="no site", name="New name"))

    assert answer.status_code == 422
    assert "no site is not the address of a website." in shown(answer)
    assert 'value="New name"' in answer.text
    assert facts(run)["name"] == "Website"


def test_a_service_without_whatsapp_is_named_as_left_out(
    administrator: Browser, run: Runner, sales: Service, support: Service
) -> None:
    run(a_widget, [sales, support])
    administrator.post(f"/services/{support.key}", {"name": "Support", "chat": "on"})

    page = administrator.get(PATH)

    assert "Support no WhatsApp: left out" in shown(page)
    assert page.text.count('class="code-row"') == 1


def test_the_page_says_that_whatsapp_is_switched_off(
    administrator: Browser, run: Runner, sales: Service
) -> None:
    run(a_widget, [sales])
    run(set_up.save, None, TwilioSettings(whatsapp=False), NOW)

    assert "WhatsApp is switched off for the company" in shown(administrator.get(PATH))


def test_the_snippet_is_a_plain_link_and_a_script(
    administrator: Browser, run: Runner, sales: Service
) -> None:
    run(a_widget, [sales], button_text="Ask <us>")

    snippet = administrator.get(PATH).text.split('id="snippet-text">')[1].split("</code>")[0]

    assert html.unescape(snippet) == (
        f'<a href="{PUBLIC_URL}/w/website" data-occ>Ask &lt;us&gt;</a>\n'
        f'<script async src="{PUBLIC_URL}/w/website.js"></script>'
    )


def test_an_archived_widget_can_be_used_again(
    administrator: Browser, run: Runner, sales: Service
) -> None:
    run(a_widget, [sales])

    administrator.post("/settings/widgets/website/archive")
    assert "This widget is archived" in shown(administrator.get(PATH))
    assert "archived" in shown(administrator.get("/settings/widgets"))

    administrator.post("/settings/widgets/website/restore")
    page = shown(administrator.get(PATH))
    assert "This widget is archived" not in page
    assert "Widget in use again Ada" in page
    assert facts(run)["services"] == ["Sales"]


@pytest.mark.parametrize(
    "path", ["channels/whatsapp", "preview", "preview.js", "preview.svg?service=svc_none"]
)
def test_what_is_not_there_is_not_found(administrator: Browser, run: Runner, path: str) -> None:
    run(a_widget)

    assert administrator.get(f"/settings/widgets/none/{path}").status_code == 404
    assert administrator.post("/settings/widgets/none/archive").status_code == 404
    assert administrator.post("/settings/widgets/none/channels/whatsapp").status_code == 404
    with run.reading() as session:
        assert [widget.key for widget in widgets.every(session)] == ["website"]


def test_a_copied_key_is_not_taken_over(run: Runner, sales: Service) -> None:
    first = run(widget_editing.create, None, "Website", NOW)
    second = run(widget_editing.create, None, "Website", NOW)

    assert (first.key, second.key) == ("website", "website-2")
