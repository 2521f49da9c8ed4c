"""Import on its pages: file, columns, check, what was refused, and the same again mended."""

from __future__ import annotations

import io
import re

import pytest

from occ.core.run import Runner
from occ.jobs import imports
from occ.product import Product
from occ.settings import store
from occ.settings.pages import CompanySettings
from tests.builders import NOW
from tests.web.browser import Browser, shown

FILE = "Telefon;Imię;Zgoda\n500100200;Łucja Żak;tak\n4.85001E+10;=cmd|' /C calc'!A0;tak\n"
COLUMNS = {"column-0": "phone", "column-1": "name", "column-2": "sms", "home": "PL"}
WORDS = {"words": "Zgadzam się."}


@pytest.fixture
def in_poland(run: Runner) -> None:
    run(store.save, CompanySettings(zone="Europe/Warsaw"), NOW)


def bring(browser: Browser, content: bytes, name: str = "people.csv") -> str:
    """The import's address, or the words of its refusal."""
    answer = browser.post("/contacts/import", {"file": (io.BytesIO(content), name)})
    return str(answer.headers["Location"]) if answer.status_code == 302 else shown(answer)


def test_a_file_is_imported_and_its_refused_lines_import_again(
    supervisor: Browser, product: Product, in_poland: None
) -> None:  # C3
    page = bring(supervisor, FILE.encode("cp1250"))
    assert "Łucja Żak" in shown(supervisor.get(page))
    assert 'value="phone" selected' in supervisor.get(page).text

    supervisor.post(f"{page}/columns", {**COLUMNS, **WORDS})
    imports.work_on_due(product)
    report = shown(supervisor.get(page))
    assert "checked, nothing stored yet" in report
    assert "Line 3: 4.85001E+10 is not a number any more" in report
    assert "Nobody yet." in shown(supervisor.get("/contacts"))

    supervisor.post(f"{page}/begin")
    imports.work_on_due(product)
    assert "done" in shown(supervisor.get(page))
    assert "SMS ✓" in shown(supervisor.get("/contacts?q=zak"))

    refused = supervisor.get(f"{page}/refused.csv").text
    assert refused.splitlines()[0] == "\ufeffTelefon,Imię,Zgoda,OCC: why not"
    assert "'=cmd|" in refused
    again = bring(supervisor, refused.replace("4.85001E+10", "501000000").encode())
    supervisor.post(f"{again}/columns", {**COLUMNS, **WORDS})
    imports.work_on_due(product)
    supervisor.post(f"{again}/begin")
    imports.work_on_due(product)
    assert "=cmd|' /C calc'!A0" in shown(supervisor.get("/contacts?q=501000000"))


def test_letters_that_look_wrong_are_read_in_another_encoding(supervisor: Browser) -> None:
    page = bring(supervisor, "Name;Phone\nŻółw;500100200\n".encode("iso8859_2"))

    supervisor.post(f"{page}/reading", {"encoding": "iso8859_2", "separator": ";"})

    assert "Żółw" in shown(supervisor.get(page))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({**COLUMNS, "column-0": ""}, "Say which column holds the mobile number."),
        ({**COLUMNS, "column-1": "phone", **WORDS}, "Two columns hold the same."),
        (COLUMNS, "Enter the words they agreed to: they are the proof."),
        ({**COLUMNS, **WORDS, "column-1": "shoe size"}, "Choose one of the list."),
    ],
    ids=["no number", "twice", "no proof", "no such field"],
)
def test_columns_that_can_not_be_are_refused(
    supervisor: Browser, form: dict[str, str], sentence: str
) -> None:
    page = bring(supervisor, FILE.encode())

    answer = supervisor.post(f"{page}/columns", form)

    assert answer.status_code == 422
    assert sentence in shown(answer)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "", "Choose a file."),
        (b"Phone\n", "one-line.csv", "The file needs a line of column names"),
        (b"\xd0\xcf\x11\xe0", "old.xls", "old kind"),
    ],
    ids=["none", "a header alone", "an old Excel file"],
)
def test_a_file_that_is_none_is_refused_and_not_kept(
    supervisor: Browser, product: Product, content: bytes, name: str, sentence: str
) -> None:
    assert sentence in bring(supervisor, content, name)

    kept = [path for path in product.config.imports.rglob("*") if path.is_file()]
    assert kept == []


def test_a_larger_file_is_taken_from_those_whose_page_it_is(
    supervisor: Browser, agent: Browser, stranger: Browser
) -> None:
    lines = "".join(f"5{number:08d};Somebody\n" for number in range(17_000))
    content = f"Phone;Name\n{lines}".encode()

    assert bring(supervisor, content).startswith("/contacts/import/imp_")
    for other in (agent, stranger):
        answer = other.post("/contacts/import", {"file": (io.BytesIO(content), "a.csv")})
        assert answer.status_code in (401, 403, 413)
    assert supervisor.post("/contacts/new", {"note": "x" * 400_000}).status_code == 413


def test_a_discarded_file_is_gone(supervisor: Browser, product: Product) -> None:
    page = bring(supervisor, FILE.encode())

    supervisor.post(f"{page}/discard")

    assert [path for path in product.config.imports.rglob("*") if path.is_file()] == []
    assert "The file is gone." in shown(supervisor.get(page))
    assert supervisor.post(f"{page}/columns", {**COLUMNS, **WORDS}).status_code == 409


def test_while_it_goes_on_the_page_follows_it(supervisor: Browser, product: Product) -> None:
    page = bring(supervisor, FILE.encode())
    supervisor.post(f"{page}/columns", {**COLUMNS, **WORDS})

    text = supervisor.get(page).text

    assert f'data-follow="{page}/state"' in text
    [said] = re.findall(r'data-state="([^"]+)"', text)
    assert supervisor.get(f"{page}/state").json == {"state": said}
    supervisor.post(f"{page}/stop")
    assert "What each column holds" in shown(supervisor.get(page))
