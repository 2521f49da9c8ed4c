"""What spreadsheets do to numbers, and what people write into cells."""

from __future__ import annotations

from datetime import date

import pytest

from occ.contacts.imports import cells
from occ.contacts.imports.cells import Wrong

MARTA = "+48500100200"


@pytest.mark.parametrize(
    ("cell", "home"),
    [
        ("+48500100200", None),
        ("48500100200", None),
        ("48 500-100-200", None),
        ("500 100 200", "PL"),
        ("0048500100200", None),
        ("48500100200.0", None),
        ("48500100200,00", None),
        ("4.85001002E+10", None),
        ("4,85001002E+10", None),
        ("'+48500100200", None),
        ("۴۸۵۰۰۱۰۰۲۰۰", None),
    ],
)
def test_a_number_is_read_however_it_came_through_the_spreadsheet(
    cell: str, home: str | None
) -> None:  # C3, C4
    if "E+" in cell:
        with pytest.raises(Wrong, match="the spreadsheet cut it"):
            cells.phone(cell, home)
        return
    assert cells.phone(cell, home) == MARTA


def test_a_number_in_powers_of_ten_is_taken_where_none_of_its_digits_are_lost() -> None:
    assert cells.phone("4.8500100200E+10", None) == MARTA


def test_the_zero_that_a_spreadsheet_dropped_is_found_again() -> None:
    assert cells.phone("0612345678", "IT") == "+390612345678"
    assert cells.phone("612345678", "IT") == "+390612345678"
    assert cells.phone("612345678", "FR") == "+33612345678"
    assert cells.phone("9123456789", "IR") == "+989123456789"


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("", "There is no number."),
        ("4.85001E+10", "the spreadsheet cut it"),
        ("500100200", "is no telephone number"),
        ("500 100 200; 501 000 000", "is no telephone number"),
        ("n/a", "is no telephone number"),
        ("#####", "is no telephone number"),
    ],
)
def test_what_is_no_number_says_so(cell: str, sentence: str) -> None:
    with pytest.raises(Wrong, match=sentence):
        cells.phone(cell, None)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        *[(yes, True) for yes in ("yes", "TAK", "sì", "Oui", "بله", "1", "✓", "x", "true")],
        *[(no, False) for no in ("no", "nie", "NON", "نه", "0", "-", "false")],
        ("", None),
    ],
)
def test_yes_and_no_in_five_languages(cell: str, found: bool | None) -> None:
    assert cells.agreed(cell) is found


def test_perhaps_is_neither() -> None:
    with pytest.raises(Wrong, match="neither yes nor no"):
        cells.agreed("chyba")


@pytest.mark.parametrize(
    "cell",
    ["2026-11-03", "2026-11-03 14:02:00", "03.11.2026", "3/11/2026", "۲۰۲۶/۱۱/۰۳", "3-11-2026"],
)
def test_a_day_is_read(cell: str) -> None:
    assert cells.day(cell) == date(2026, 11, 3)


@pytest.mark.parametrize("cell", ["31.02.2026", "May", "11.2026"])
def test_what_is_no_day_says_so(cell: str) -> None:
    with pytest.raises(Wrong, match="is no date"):
        cells.day(cell)


def test_the_quote_of_our_own_files_is_taken_off_and_no_other() -> None:
    assert cells.text("'=1+1") == "=1+1"
    assert cells.text("'t Hooft") == "'t Hooft"
