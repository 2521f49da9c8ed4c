"""References of pages: what is kept of a page, and what a message is looked through for."""

from __future__ import annotations

import pytest

from occ.core.run import Runner
from occ.services import page_references
from occ.services.page_references import LIFE, LONGEST_TITLE, Page, read, written_in
from tests.builders import NOW, a_widget


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://firma.pl/plans", "https://firma.pl/plans"),
        ("https://Firma.pl:443", "https://firma.pl/"),
        ("https://ana:secret@firma.pl/a?token=1#here", "https://firma.pl/a"),
        ("http://localhost:8080/a b/ż", "http://localhost:8080/a%20b/%C5%BC"),
        ("https://firma.pl/%D8%B3", "https://firma.pl/%D8%B3"),
        (f"https://firma.pl/{'x' * 500}", "https://firma.pl/"),
        ("javascript:alert(1)", None),
        ("data:text/html,hello", None),
        ("//firma.pl/", None),
        ("null/plans", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_of_an_address_scheme_host_and_path_are_kept(address: str, kept: str | None) -> None:
    page = read("Plans", address)

    assert (page and page.address) == kept


def test_a_title_is_a_line_of_text() -> None:
    page = read(" Our\n\u202eplans\x00 \ud800<b>می‌خواهم ", "https://firma.pl/")
    assert page and page.title == "Our plans <b>می‌خواهم"

    long = read("x" * 5000, "https://firma.pl/")
    assert long and len(long.title) == LONGEST_TITLE


def test_a_page_without_a_title_is_called_by_its_path() -> None:
    assert Page("", "https://firma.pl/%D8%B3/plans").name == "/س/plans"
    # Nothing in it turns the text around it, or begins a line.
    assert Page("", "https://firma.pl/a%0A%E2%80%AE%00fdp").name == "/a fdp"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello! Plans (K7F2M9)", ["K7F2M9"]),
        ("what does it cost? k7f2m9 thanks", ["K7F2M9"]),
        ("سلامK7F2M9سلام", ["K7F2M9"]),
        ("K7F2M9 k7f2m9 C3D4F6", ["K7F2M9", "C3D4F6"]),
        # Words, numbers, and what is longer, are none.
        ("HKJMNP 234678 +48 500 100 200 K7F2M9X order-2346789", []),
        ("K7F2 M9, K7F2O9 and K7F1M9", []),
        ("x" * 5000 + " K7F2M9", []),
        ("", []),
    ],
)
def test_a_reference_is_found_wherever_it_stands(text: str, found: list[str]) -> None:
    assert written_in(text) == found


def test_every_reference_made_is_one_that_is_found(run: Runner) -> None:
    widget = run(a_widget)
    page = Page("Plans", "https://firma.pl/plans")

    made = [run(page_references.make, widget.id, page, NOW) for _ in range(50)]

    assert all(each and written_in(f"Hello ({each.lower()}).") == [each] for each in made)
    assert len(set(made)) == len(made)


def test_of_a_message_full_of_them_the_first_few_are_looked_for() -> None:
    assert len(written_in(" ".join(f"K7F2M{each}" for each in "2346789"))) == 5


def test_a_reference_lives_for_a_week() -> None:
    assert LIFE.days == 7
