from __future__ import annotations

from datetime import timedelta

from occ.messaging import gate, window
from tests.builders import NOW

DAY, INSTANT = timedelta(hours=24), timedelta(microseconds=1)


def test_the_window_is_open_for_24_hours_after_the_customers_last_words() -> None:
    assert window.is_open(NOW, NOW)
    assert window.is_open(NOW, NOW + DAY - INSTANT)
    assert not window.is_open(NOW, NOW + DAY)


def test_without_a_word_of_the_customers_it_never_was() -> None:
    assert not window.is_open(None, NOW)
    assert window.ends_at(None) is None


def test_the_gate_says_why_and_what_to_do() -> None:
    assert gate.against_reply(NOW, NOW) is None

    refusal = gate.against_reply(NOW, NOW + DAY)

    assert refusal is not None
    assert "24 hours" in str(refusal)
    assert "Choose a template" in str(refusal)
    assert "by writing" in str(refusal)
