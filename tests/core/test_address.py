from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occ.core import address
from occ.core.address import Channel, Identity

WHATSAPP, SMS = Channel.WHATSAPP, Channel.SMS


@pytest.mark.parametrize(
    ("raw", "identity"),
    [
        ("whatsapp:+48500100200", Identity(WHATSAPP, phone="+48500100200")),
        ("+48500100200", Identity(SMS, phone="+48500100200")),
        # A customer who hides the number: country, dot, id.
        ("whatsapp:PL.8Hb_x-9", Identity(WHATSAPP, bsuid="PL.8Hb_x-9")),
        ("whatsapp:IT.ENT.8Hb", Identity(WHATSAPP, bsuid="IT.ENT.8Hb")),
        # What sends codes and reminders by SMS.
        ("72323", Identity(SMS, phone="72323")),
        ("FIRMA 24", Identity(SMS, phone="FIRMA 24")),
    ],
)
def test_an_address_is_read_and_written_as_the_carrier_has_it(raw: str, identity: Identity) -> None:
    assert address.parse(raw) == identity
    assert str(identity) == raw


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "whatsapp:",
        "48500100200",
        "+0500100200",
        "+485001002001234567",
        "whatsapp:+48 500 100 200",
        # Without a channel it is too long for an SMS sender's name, which may have a dot.
        "PL.8Hb_x-9abc",
        "whatsapp:pl.8Hb",
        "whatsapp:PL." + "x" * 129,
        "whatsapp:+48500100200\n",
        "messenger:123",
        "12",
        "a name that is too long",
        "whatsapp:72323",
        "whatsapp:FIRMA",
    ],
)
def test_what_is_none_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        address.parse(raw)


@given(st.text())
def test_no_text_breaks_the_reader(raw: str) -> None:
    for text in (raw, f"whatsapp:{raw}"):
        try:
            assert str(address.parse(text)) == text
        except ValueError:
            pass
    address.read_number(raw)


def test_the_number_is_what_we_write_to_where_both_are_known() -> None:
    assert str(Identity(WHATSAPP, "+48500100200", "PL.8Hb")) == "whatsapp:+48500100200"


@pytest.mark.parametrize(
    "typed",
    [
        "+48500100200",
        " +48 500-100-200 ",
        "0048 (500) 100 200",
        "+۴۸۵۰۰۱۰۰۲۰۰",
        "+٤٨٥٠٠١٠٠٢٠٠",
        "\u202a+48 500 100 200\u202c",
    ],
    ids=["plain", "spaces", "brackets", "Persian", "Arabic", "copied from a text"],
)
def test_a_number_is_read_however_a_person_types_it(typed: str) -> None:
    assert address.read_number(typed) == "+48500100200"


@pytest.mark.parametrize("typed", ["", "500 100 200", "+", "+48", "+999123456", "Sales", "++48500"])
def test_what_is_no_number_with_its_country_is_none(typed: str) -> None:
    assert address.read_number(typed) is None


def test_a_number_is_shown_in_groups() -> None:
    assert address.readable("+48500100200") == "+48 500 100 200"


@pytest.mark.parametrize(
    ("typed", "home", "phone"),
    [
        ("48500100200", "PL", "+48500100200"),
        ("500100200", "PL", "+48500100200"),
        ("0048 500-100-200", "IT", "+48500100200"),
        ("48500100200", "IT", "+48500100200"),
        ("48500100200", None, "+48500100200"),
        ("393331234567", "IT", "+393331234567"),
        ("۰۹۱۲۳۴۵۶۷۸۹", "IR", "+989123456789"),
        ("+39 06 1234 5678", "PL", "+390612345678"),
        ("500100200.0", "PL", None),
        ("4.85001E+10", "PL", None),
        ("500100200", None, None),
        ("+48 700 100 200", "PL", None),
        ("", "PL", None),
    ],
)
def test_a_number_is_taken_with_or_without_its_country_and_its_plus(
    typed: str, home: str | None, phone: str | None
) -> None:  # C4
    assert address.read_phone(typed, home) == phone


@pytest.mark.parametrize(
    ("phone", "country"),
    [("+48500100200", "PL"), ("+14165550123", "CA"), ("+88213300655", None), ("FIRMA", None)],
)
def test_a_number_has_the_country_it_is_of(phone: str, country: str | None) -> None:
    assert address.country_of(phone) == country
