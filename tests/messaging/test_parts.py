from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occ.messaging.parts import JOINED, SINGLE, Encoding, count, holds, outside

GSM, UCS2 = Encoding.GSM, Encoding.UCS2


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", GSM, 0, 0),
        ("A" * 160, GSM, 160, 1),
        ("A" * 161, GSM, 161, 2),
        ("ą" * 70, UCS2, 70, 1),
        ("ą" * 71, UCS2, 71, 2),
        ("A" * 152 + "€" + "A" * 152, GSM, 306, 3),
        ("€" * 80, GSM, 160, 1),
        ("€" * 153, GSM, 306, 3),
        ("ą" * 66 + "😎" + "ą" * 66, UCS2, 134, 3),
        ("😎" * 36, UCS2, 72, 2),
        ("😎" * 67, UCS2, 134, 3),
        ("A" * 1071, GSM, 1071, 7),
        ("A" * 1072, GSM, 1072, 8),
        ("ą" * 469, UCS2, 469, 7),
        ("ą" * 470, UCS2, 470, 8),
        # The manual's 7 x 160 and 7 x 70 are eight parts.
        ("A" * 1120, GSM, 1120, 8),
        ("ą" * 490, UCS2, 490, 8),
        # One character outside makes the whole text UCS-2, where the extension counts one.
        ("ą" + "€" * 69, UCS2, 70, 1),
        ("^{}\\[~]|€\f", GSM, 20, 1),
        ("line\nline\r", GSM, 10, 1),
        ("`", UCS2, 1, 1),
        ("سلام", UCS2, 4, 1),
    ],
)
def test_a_text_is_billed_as_the_carriers_count_it(  # C6
    text: str, encoding: Encoding, units: int, parts: int
) -> None:
    counted = count(text)

    assert (counted.encoding, counted.units, counted.parts) == (encoding, units, parts)


@pytest.mark.parametrize("letter", "éèàùìòäöüñåæøßÇÄÖÑÜÆØÅÉ£¥§¿¡ΔΦΓΛΩΠΨΣΘΞ@")
def test_gsm_has_its_own_letters(letter: str) -> None:
    assert count(letter).encoding is GSM


@pytest.mark.parametrize("letter", "óÓąęłńśźżçêîôâëïœ`“”’–…\u00a0™")
def test_and_no_others(letter: str) -> None:
    assert count(letter).encoding is UCS2


def test_seven_parts_hold_what_the_screen_says() -> None:  # C6
    assert (holds(GSM, 7), holds(UCS2, 7)) == (1071, 469)
    assert (holds(GSM, 1), holds(UCS2, 1)) == (160, 70)


def test_the_screen_can_say_what_makes_a_text_long() -> None:
    assert outside("Jesień, żółć, jeż – é") == "ńżółć–"


@given(st.text(alphabet="Aą€😎\n", min_size=60, max_size=320) | st.text("A€", max_size=500))
def test_no_other_way_of_cutting_takes_fewer_parts(text: str) -> None:
    """A plain model: the fewest pieces of any cutting between characters."""
    encoding = UCS2 if set(text) & set("ą😎") else GSM

    def size(piece: str) -> int:
        if encoding is UCS2:
            return len(piece.encode("utf-16-be")) // 2
        return len(piece) + piece.count("€")

    @cache
    def fewest(start: int) -> int:
        if start == len(text):
            return 0
        end = start + 1
        while end < len(text) and size(text[start : end + 1]) <= JOINED[encoding]:
            end += 1
        # One character shorter, too: leaving room is tried as well.
        return 1 + min(fewest(each) for each in {end, max(end - 1, start + 1)})

    counted = count(text)

    assert counted.units == size(text)
    single = size(text) <= SINGLE[encoding]
    assert counted.parts == (min(1, len(text)) if single else fewest(0))
