from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from occ.messaging.texts import LONGEST_MESSAGE, split, storable

words = st.text(alphabet="ab \n", max_size=3 * LONGEST_MESSAGE)


def test_a_short_text_is_one_piece() -> None:
    assert split("Hello") == ["Hello"]
    assert split("x" * LONGEST_MESSAGE) == ["x" * LONGEST_MESSAGE]


def test_a_long_one_is_cut_between_words() -> None:
    text = "word " * 500

    pieces = split(text.strip())

    assert [piece for piece in pieces if len(piece) > LONGEST_MESSAGE] == []
    assert " ".join(pieces) == text.strip()


def test_better_at_a_line() -> None:
    first, second = "a b " * 300, "c d " * 300

    assert split(f"{first.strip()}\n{second.strip()}")[0].endswith("b")


def test_a_word_without_end_is_cut_anywhere() -> None:
    assert split("x" * (2 * LONGEST_MESSAGE + 1)) == [
        "x" * LONGEST_MESSAGE,
        "x" * LONGEST_MESSAGE,
        "x",
    ]


def test_a_cut_parts_neither_a_letter_from_its_accent_nor_an_emoji() -> None:
    family, accented = "👩\u200d👩\u200d👧", "e\u0301"

    for sign in (family, accented, "👍🏽"):
        for before in range(4):
            text = "x" * before + sign * LONGEST_MESSAGE
            pieces = split(text)
            assert all(piece.endswith(sign) for piece in pieces)
            assert "".join(pieces) == text


def test_other_blanks_than_the_usual_part_words_too() -> None:
    text = "\u3000".join(["字" * 30] * 100)

    assert [piece[-1] for piece in split(text)][:-1] == ["字"] * (len(split(text)) - 1)
    assert all(len(piece) % 31 == 30 for piece in split(text))


@given(words)
def test_no_letter_is_lost_and_no_piece_too_long_or_empty(text: str) -> None:
    pieces = split(text.strip())

    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < len(piece) <= LONGEST_MESSAGE for piece in pieces)


@given(st.text())
def test_what_can_be_stored_is_the_text_without_what_no_database_holds(text: str) -> None:
    kept = storable(text + "\x00\ud800")

    assert kept.encode()
    assert "\x00" not in kept
    assert kept == text.replace("\x00", "").encode("utf-8", "replace").decode() + "?"
