from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occ.billing import pair_codes

codes = st.builds(pair_codes.new_code)


@given(codes)
def test_a_code_is_known_however_it_is_typed(code: str) -> None:
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code}\n"):
        assert pair_codes.read(typed) == code
        assert pair_codes.is_code(pair_codes.read(typed))


def test_a_letter_that_looks_like_a_figure_is_that_figure() -> None:
    assert pair_codes.read("oIl0-aaaa") == "0110-AAAA"


@given(codes, st.data())
def test_one_wrong_symbol_is_noticed(code: str, data: st.DataObject) -> None:
    symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    place = data.draw(st.sampled_from([at for at, each in enumerate(code) if each != "-"]))
    other = data.draw(st.sampled_from([each for each in symbols if each != code[place]]))

    assert not pair_codes.is_code(code[:place] + other + code[place + 1 :])


@given(codes, st.integers(0, 18))
def test_two_neighbours_that_changed_places_are_noticed(code: str, at: int) -> None:
    symbols = code.replace("-", "")
    one, other = symbols[at], symbols[at + 1]
    swapped = symbols[:at] + other + one + symbols[at + 2 :]

    # Luhn's blind spot: the first and the last symbol of the alphabet.
    assert (
        one == other
        or {one, other} == {"0", "Z"}
        or not pair_codes.is_code(pair_codes.read(swapped))
    )


@pytest.mark.parametrize("typed", ["", "K7QF", "!" * 20, "é" * 20, "０" * 20, "A" * 5000])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert not pair_codes.is_code(pair_codes.read(typed))


def test_codes_and_passwords_are_long_enough_that_nobody_guesses_one() -> None:
    assert len(pair_codes.new_code().replace("-", "")) == 20
    assert len(pair_codes.new_password().replace("-", "")) == 16
    assert len({pair_codes.new_code() for _ in range(100)}) == 100
