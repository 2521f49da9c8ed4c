from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from occ.messaging import vcards


def card(*lines: str) -> list[vcards.Card]:
    return vcards.read("\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode())


def test_a_card_of_whatsapp_is_read() -> None:
    [marta] = card(
        "VERSION:3.0",
        "N:Kowalska;Marta;;;",
        "FN:Marta Kowalska",
        "ORG:Kowalska\\, Sp. z o.o.;Biuro",
        "item1.TEL;waid=48500100200:+48 500 100 200",
        "item1.X-ABLabel:Mobile",
        "TEL;type=WORK:+48 22 000 00 00",
        "EMAIL;TYPE=INTERNET:marta@example.com",
    )

    assert marta == {
        "name": "Marta Kowalska",
        "company": "Kowalska, Sp. z o.o., Biuro",
        "phones": ["+48 500 100 200", "+48 22 000 00 00"],
        "emails": ["marta@example.com"],
    }


def test_an_old_telephones_card_is_read() -> None:
    [zofia] = card(
        "VERSION:2.1",
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=BBelazna;Zo=",
        "fia;;;",
        "TEL;CELL:500100200",
        "PHOTO;ENCODING=BASE64:",
        " AAAA",
        " BBBB",
    )

    assert (zofia["name"], zofia["phones"]) == ("Zofia Żelazna", ["500100200"])


def test_a_new_ones_card_is_read() -> None:
    [reza] = card("VERSION:4.0", "FN:رضا", " احمدی", 'TEL;VALUE=uri;TYPE="voice":tel:+98-912-345')

    assert (reza["name"], reza["phones"]) == ("رضااحمدی", ["+98-912-345"])


def test_several_cards_of_one_file_are_all_read_up_to_a_limit() -> None:
    many = b"BEGIN:VCARD\nFN:X\nTEL:1\nTEL:1\nEND:VCARD\n" * 50

    assert len(vcards.read(many)) == vcards.MOST_CARDS
    assert vcards.read(many)[0]["phones"] == ["1"]


def test_what_is_no_card_is_none() -> None:
    assert card() == []
    for content in (b"", b"FN:X\n", b"<html>BEGIN:VCARD"):
        assert vcards.read(content) == []


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8")))
@settings(max_examples=200)
def test_nothing_that_comes_can_break_it(content: bytes) -> None:
    for one in vcards.read(b"BEGIN:VCARD\nFN:" + content + b"\nTEL:" + content + b"\nEND:VCARD"):
        for text in (one["name"], one["company"], *one["phones"], *one["emails"]):
            assert "\x00" not in text and "\n" not in text and len(text) <= vcards.LONGEST


def test_a_card_with_a_large_photo_is_read() -> None:
    photo = b"PHOTO;ENCODING=b:" + b"A" * 60 + (b"\r\n " + b"A" * 74) * 13_000

    found = vcards.read(b"BEGIN:VCARD\r\nFN:X\r\n" + photo + b"\r\nEND:VCARD\r\n")

    assert [one["name"] for one in found] == ["X"]
