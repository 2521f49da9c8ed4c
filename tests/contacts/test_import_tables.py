"""Files as they come: encodings, separators, Excel, and what is no table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from occ.contacts.imports import columns, tables
from occ.contacts.imports.columns import Field
from occ.core.errors import Invalid

POLISH = "Imię i nazwisko;Telefon\r\nŁucja Żółć;500100200\r\n"
FRENCH = "Prénom,Téléphone\nHélène Bègue,0612345678\n"
PERSIAN = "نام\tتلفن\nرضا احمدي\t0912\n"


def rows(path: Path) -> list[list[str]]:
    return tables.beginning(path, tables.shape(path), 10)


@pytest.mark.parametrize(
    ("text", "encoding", "first"),
    [
        (POLISH, "utf-8", ["Łucja Żółć", "500100200"]),
        (POLISH, "utf-8-sig", ["Łucja Żółć", "500100200"]),
        (POLISH, "utf-16", ["Łucja Żółć", "500100200"]),
        (POLISH, "cp1250", ["Łucja Żółć", "500100200"]),
        (FRENCH, "cp1252", ["Hélène Bègue", "0612345678"]),
        (PERSIAN, "cp1256", ["رضا احمدي", "0912"]),
        ("a|b\n1|2\n", "ascii", ["1", "2"]),
    ],
)
def test_a_csv_file_is_read_in_its_encoding_and_by_its_separator(
    tmp_path: Path, text: str, encoding: str, first: list[str]
) -> None:  # C3
    file = tmp_path / "file"
    file.write_bytes(text.encode(encoding))

    assert rows(file)[1] == first


def test_an_excel_file_gives_numbers_without_a_point_and_days_as_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Name", "Phone", "Consent", "On"])
    sheet.append(["Marta", 48500100200.0, True, datetime(2026, 5, 12)])
    book.save(tmp_path / "file")

    assert rows(tmp_path / "file")[1] == ["Marta", "48500100200", "yes", "2026-05-12 00:00:00"]


@pytest.mark.parametrize("end", ["\n", "\r\n\r\n"])
def test_a_list_without_a_line_of_names_is_read_from_its_first_number(
    tmp_path: Path, end: str
) -> None:  # C5
    text = f"500100200{end}+48 501 000 000{end}"
    (tmp_path / "file").write_text(text, "utf-8", newline="")

    assert rows(tmp_path / "file") == [["500100200"], ["+48 501 000 000"]]
    typed = tables.beginning(tmp_path / "file", tables.typed(text.encode()), 10)
    assert typed == [["500100200"], ["+48 501 000 000"]]


def test_a_file_that_breaks_off_is_told_as_one_that_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text('Phone;Name\n500100200;"' + "x" * 2**21, "utf-8")
    shape = tables.shape(tmp_path / "file")

    with pytest.raises(Invalid) as refused, tables.whole(tmp_path / "file", shape) as every:
        list(every)

    assert "can't be read as a table" in str(refused.value.fields["file"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0 and so on", "old kind"),
        (b"PK\x03\x04 and so on", "damaged"),
        (b"%PDF-1.4\x00\x00\x01", "no table"),
    ],
    ids=["empty", "xls", "half a zip", "another kind"],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(Invalid) as refused:
        tables.shape(tmp_path / "file")

    assert sentence in str(refused.value.fields["file"])


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["Imię", "Nazwisko", "Telefon", "Zgoda SMS"], "name last_name phone sms"),
        (["Nome e cognome", "Cellulare", "Consenso"], "name phone sms"),
        (["Prénom", "Nom", "Portable"], "name last_name phone"),
        (["نام", "موبایل", "رضایت"], "name phone sms"),
        (["Phone", "Mobile"], "phone"),
    ],
)
def test_columns_are_guessed_by_their_names(header: list[str], found: str) -> None:
    assert [str(field) for field in columns.guess(header).values()] == found.split()


def test_a_file_of_refused_lines_is_known_by_the_header_it_came_from() -> None:
    header = ["Telefon", "Imię"]

    assert columns.digest([*header, columns.REASON]) == columns.digest(header)
    assert columns.guess(header)[0] is Field.PHONE
