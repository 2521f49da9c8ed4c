"""Settings → Prices."""

from __future__ import annotations

import io

import pytest

from occ.core.run import Runner
from occ.settings import store
from occ.settings.pages import CreditSettings
from occ.users.models import User
from tests.web.browser import Browser, shown
from tests.web.credit import adds, spends

PAGE = "/settings/prices"
POLAND = {"channel": "sms", "prefix": "48", "credits": "۱.۵", "from": "2026-01-01"}


def imports(browser: Browser, text: str) -> str:
    file = (io.BytesIO(text.encode()), "prices.csv")
    answer = browser.post(f"{PAGE}/import", {"file": file})
    return shown(browser.get(PAGE) if answer.status_code == 302 else answer)


def test_a_price_is_set_shown_with_its_country_and_removed(administrator: Browser) -> None:  # D5
    administrator.post(PAGE, POLAND)
    administrator.post(PAGE, {**POLAND, "from": "2126-01-01", "credits": "2"})

    page = administrator.get(PAGE)
    assert "SMS +48 Poland 2 1 Jan 2126 to come" in shown(page)
    assert "SMS +48 Poland 1.5 1 Jan 2026 in force" in shown(page)
    assert page.text.count(f'action="{PAGE}/remove"') == 2
    for begins in ("2026-01-01", "2126-01-01"):
        administrator.post(f"{PAGE}/remove", {**POLAND, "from": begins})

    assert "No price yet" in shown(administrator.get(PAGE))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"credits": "0"}, "Enter a number above zero"),
        ({"prefix": "Poland"}, "Enter the first digits of the numbers"),
        ({"channel": "fax"}, "Choose SMS or WhatsApp."),
        ({"from": "soon"}, "Enter a date as year-month-day"),
    ],
)
def test_a_price_that_can_not_be_is_refused(
    administrator: Browser, wrong: dict[str, str], sentence: str
) -> None:
    answer = administrator.post(PAGE, {**POLAND, **wrong})

    assert answer.status_code == 422
    assert sentence in shown(answer)


def test_a_list_is_taken_whole_or_not_at_all_and_comes_out_as_it_went_in(
    administrator: Browser,
) -> None:  # D5
    text = "channel,prefix,credits,from\r\nsms,,5,2026-01-01\r\nsms,48,1.5,2026-01-01\r\n"

    assert "Line 4: a prefix is digits" in imports(administrator, text + "sms,x,1,2026-01-01\r\n")
    assert "No price yet" in shown(administrator.get(PAGE))
    assert "2 prices are new or others than before." in imports(administrator, text)
    out = administrator.get(f"{PAGE}.csv").text.removeprefix("\ufeff")

    assert out == text
    assert "0 prices are new or others than before." in imports(administrator, out)


@pytest.mark.parametrize("name", ["refuse_without", "replies_paid", "refund_failed"])
def test_what_is_paid_from_credit_is_set(  # D8
    administrator: Browser, run: Runner, name: str
) -> None:
    administrator.post(f"{PAGE}/rules", {name: "on"})
    with run.reading() as session:
        assert store.load(session, CreditSettings) == CreditSettings(**{name: True})
    assert f'name="{name}" aria-describedby="{name}-hint" checked' in administrator.get(PAGE).text

    administrator.post(f"{PAGE}/rules", {})
    with run.reading() as session:
        assert store.load(session, CreditSettings) == CreditSettings()


def test_a_credit_page_tells_when_it_will_be_empty(
    administrator: Browser, run: Runner, ana: User, page: str
) -> None:
    adds(administrator, page, "10")
    assert "At this pace" not in shown(administrator.get(page))

    spends(run, ana, 4)

    assert "At this pace, and with what is scheduled 4 a day: empty on" in shown(
        administrator.get(page)
    )
