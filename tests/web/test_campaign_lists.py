"""A campaign's own list of numbers: typed, or from a file of either kind (C5)."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from occ.campaigns import lifecycle, recipients
from occ.campaigns.models import Run
from occ.contacts.imports import tables
from occ.core import clock
from occ.core.run import Runner
from occ.flows import add_numbers
from occ.jobs import campaign_lists, import_files
from occ.product import Product
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users.models import User
from tests.builders import NOW
from tests.campaigns.company import agree, people, phone, ready
from tests.web import reading
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
    reading.to_the_end(product)

    assert "CSV or Excel (.xlsx), up to 20 MB" in page
    assert chosen.status_code == 302, shown(chosen)
    found = people(run, key)
    assert {each: found[each].fields for each in found} == {
        phone(1): {"name": "Łucja"},
        phone(2): {"name": "Jan"},
    }
    assert stored(product) == []


def test_a_list_of_numbers_alone_needs_no_line_of_names(
    supervisor: Browser, run: Runner, owner: User, product: Product
) -> None:  # C5
    key = draft(supervisor)

    for content, name in (
        (excel([[48_500_100_001], [48_500_100_002]]), "a.xlsx"),
        (b"500100001\n500100002\n", "a.csv"),
        ("\ufeff500100001\n500100002".encode("utf-16"), "a.txt"),
    ):
        choose(supervisor, key, content, name)
        reading.to_the_end(product)
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


def test_a_list_is_read_by_a_job_and_goes_on_where_a_death_stopped_it(
    supervisor: Browser, run: Runner, owner: User, product: Product
) -> None:  # C5
    key = draft(supervisor)
    lines = "".join(f"{phone(number)[1:]}\n" for number in range(1, 1201)) + "nonsense\n"
    choose(supervisor, key, lines.encode(), "many.csv")

    assert people(run, key) == {}
    assert supervisor.get(f"/campaigns/{key}/state").json == {"state": "counting"}
    one_part(product)
    assert len(people(run, key)) == add_numbers.SLICE
    assert "500 so far" in shown(supervisor.get(f"/campaigns/{key}/recipients"))
    assert campaign_lists.read_due(product) is False, "who died may be at it for a minute"

    run(left_alone)
    reading.to_the_end(product)

    assert len(people(run, key)) == 1200
    with run.reading() as session:
        found = recipients.of(session, lifecycle.find(session, key))
    assert (found.invalid, found.doubled, found.source) == (1, 0, {"kind": "numbers", "fields": []})
    assert supervisor.get(f"/campaigns/{key}/state").json == {"state": "counted"}
    assert stored(product) == []


def test_other_recipients_are_chosen_while_a_list_is_read(
    supervisor: Browser, run: Runner, owner: User, product: Product
) -> None:
    key = draft(supervisor)
    choose(supervisor, key, b"500100001\n", "a.csv")
    old = claimed(product)

    choose(supervisor, key, b"500100002\n", "b.csv")
    part = add_numbers.Part(1, [recipients.Person(phone(1), "PL")], 0)
    assert run(add_numbers.add, old, 0, part, clock.now()) is False
    run(add_numbers.finish, old, is_whole=True, now=clock.now())
    reading.to_the_end(product)

    assert set(people(run, key)) == {phone(2)}


def test_a_list_that_is_gone_from_the_disk_is_asked_for_again(
    supervisor: Browser, run: Runner, owner: User, product: Product
) -> None:
    key = draft(supervisor)
    choose(supervisor, key, b"500100001\n", "a.csv")
    for path in stored(product):
        path.unlink()

    reading.to_the_end(product)

    page = shown(supervisor.get(f"/campaigns/{key}/recipients"))
    assert "The list was not read to its end. Choose it again." in page
    assert supervisor.get(f"/campaigns/{key}/state").json == {"state": "counted"}


def test_a_list_that_waits_to_be_read_stays_on_the_disk(
    supervisor: Browser, owner: User, product: Product
) -> None:
    choose(supervisor, draft(supervisor), b"500100001\n", "a.csv")
    [waiting] = stored(product)
    os.utime(waiting, (0, 0))

    import_files.forget(product)

    assert stored(product) == [waiting]


def stored(product: Product) -> list[Path]:
    return [each for each in product.config.imports.rglob("*") if each.is_file()]


def claimed(product: Product) -> add_numbers.Reading:
    now = clock.now()
    with product.run.reading() as session:
        run_id = add_numbers.due(session, now)
    assert run_id is not None
    found = product.run(add_numbers.claim, run_id, now)
    assert found
    return found


def one_part(product: Product) -> None:
    """And whoever reads it dies."""
    found = claimed(product)
    [path] = stored(product)
    with tables.whole(path, found.shape) as rows:
        part = next(add_numbers.parts(add_numbers.read(rows, "PL"), "PL", found.done))
    assert product.run(add_numbers.add, found, found.done, part, clock.now())


def left_alone(session: Session) -> None:
    session.execute(update(Run).values(read_until=clock.now() - timedelta(seconds=1)))
