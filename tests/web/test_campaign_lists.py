"""A campaign's own list of numbers: typed, or from a file of either kind (C5)."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest
from werkzeug.test import TestResponse

from occ.core.run import Runner
from occ.product import Product
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users.models import User
from tests.builders import NOW
from tests.campaigns.company import agree, people, phone, prepare, ready
from tests.web.browser import Browser, shown

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def owner(run: Runner, sofia: User) -> User:
    run(ready)
    run(store.save, CompanySettings(zone="Europe/Warsaw"), NOW)
    run(agree, [phone(1), phone(2)])
    return sofia


def draft(browser: Browser) -> str:
    """Its key."""
    made = browser.post("/campaigns/new", {"channel": "sms", "title": "Autumn", "body": "Hi"})
    return made.headers["Location"].split("/")[2]


def excel(rows: Sequence[Sequence[object]]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def choose(browser: Browser, key: str, content: bytes, name: str) -> TestResponse:
    form = {"source": "numbers", "file": (io.BytesIO(content), name)}
    return browser.post(f"/campaigns/{key}/recipients", form)


def test_an_excel_file_is_an_audience_and_its_columns_stand_in_the_text(
    supervisor: Browser, run: Runner, owner: User, product: Product
) -> None:  # C5
    key = draft(supervisor)
    rows = [["Telefon", "Name"], [48_500_100_001.0, "Łucja"], ["500 100 002", "Jan"], ["–", ""]]

    page = shown(supervisor.get(f"/campaigns/{key}/recipients"))
    chosen = choose(supervisor, key, excel(rows), "people.xlsx")
    run(prepare, key)

    assert "CSV or Excel (.xlsx), up to 20 MB" in page
    assert chosen.status_code == 302, shown(chosen)
    found = people(run, key)
    assert {each: found[each].fields for each in found} == {
        phone(1): {"name": "Łucja"},
        phone(2): {"name": "Jan"},
    }
    assert not [each for each in product.config.imports.rglob("*") if each.is_file()]


def test_a_list_of_numbers_alone_needs_no_line_of_names(
    supervisor: Browser, run: Runner, owner: User
) -> None:  # C5
    key = draft(supervisor)

    for content, name in (
        (excel([[48_500_100_001], [48_500_100_002]]), "a.xlsx"),
        (b"500100001\n500100002\n", "a.csv"),
        ("\ufeff500100001\n500100002".encode("utf-16"), "a.txt"),
    ):
        choose(supervisor, key, content, name)
        run(prepare, key)
        assert set(people(run, key)) == {phone(1), phone(2)}, name


def test_a_file_that_is_no_table_leaves_the_recipients_as_they_were(
    supervisor: Browser, agent: Browser, run: Runner, owner: User
) -> None:
    key = draft(supervisor)

    old = choose(supervisor, key, b"\xd0\xcf\x11\xe0 and so on", "a.xls")
    empty = choose(supervisor, key, b"Name\nMarta\n", "a.csv")
    large = choose(supervisor, key, b"500100001\n" * 50_000, "a.csv")
    refused = choose(agent, key, b"500100001\n" * 50_000, "a.csv")

    assert "This is an Excel file of the old kind." in shown(old)
    assert "There is no number in it." in shown(empty)
    assert large.status_code == 302
    assert refused.status_code in (403, 404, 413)
