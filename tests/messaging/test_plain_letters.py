from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occ.messaging.parts import Encoding, count, outside
from occ.messaging.plain_letters import Span, diff, plain

CASES = Path(__file__).parents[1] / "fixtures" / "sms" / "cases.json"
TEXTS = [
    "", "Zażółć gęślą jaźń", "A" * 1072, "ą" * 470, "€" * 153, "😎" * 67,
    "A" * 152 + "€" + "A" * 152, "ą" * 66 + "😎" + "ą" * 66,
    "„Œuvre” – l’été…", "Καλημέρα, Ελλάδα", "سلام دنیا، ۲۰٪", "Привет ąę",
    "e\u0301a\u0328x\u0303", "❤️ ½ № ﬁ", "Þór ðð őű ǅ", "\u00ad\u200babc\t",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ", "acelnoszz ACELNOSZZ"),
        ("éçà, naïf, œuf, ÈÇÉ", "écà, naif, oeuf, EÇÉ"),
        ("Čeština, ďábel, ůž", "Cestina, dabel, uz"),
        ("Ștefan Ţepeş, őr, űr", "Stefan Tepes, ör, ür"),
        ("İstanbul ığş", "Istanbul igs"),
        ("Tiếng Việt đẹp", "Tieng Viet dep"),
        ("Þór, ðað, Ðe", "Thor, dad, De"),
        ("Καλημέρα Ελλάδα", "KAΛHMEPA EΛΛAΔA"),
        ("„Cześć” – powiedział…", '"Czesc" - powiedzial...'),
        ("20\u00a0%, l’été, 5×5, ™", "20 %, l'été, 5x5, TM"),
        ("z\u0307o\u0301l\u0301", "zol"),
        ("1 000 € {imię} [x] ~", "1 000 € {imie} [x] ~"),
        ("سلام دنیا Привет 😎 ❤️", "سلام دنیا Привет 😎 ❤️"),
    ],
)
def test_letters_that_gsm_cannot_write_are_written_so_that_it_can(text: str, instead: str) -> None:
    assert plain(text) == instead  # C6


def test_the_difference_is_shown_in_its_place() -> None:  # C6
    assert diff("Państwo, zniżka") == [
        Span("Pa", "Pa"),
        Span("ń", "n"),
        Span("stwo, zni", "stwo, zni"),
        Span("ż", "z"),
        Span("ka", "ka"),
    ]
    assert diff("") == []


def test_it_saves_parts() -> None:  # C6
    text = "Szanowni Państwo, jesienna zniżka dwadzieścia procent na wszystko, tylko w tym tygodniu"

    assert (count(text).parts, count(plain(text)).parts) == (2, 1)


@given(st.text())
def test_what_gsm_has_stays_and_doing_it_twice_changes_nothing(text: str) -> None:
    once = plain(text)

    assert plain(once) == once or outside(once)
    assert "".join(span.was for span in diff(text)) == text
    assert "".join(span.now for span in diff(text)) == once
    if count(text).encoding is Encoding.GSM:
        assert once == text


def test_the_browser_is_held_to_what_is_done_here() -> None:
    """static/test/parts.test.ts reads the same file; `python -m tests.messaging.test_plain_letters`
    writes it anew."""
    assert json.loads(CASES.read_text("utf-8")) == _cases()


def _cases() -> dict[str, Any]:
    # Unicode grows: what a newer Python or browser adds may differ for a while.
    letters = [chr(code) for code in range(0x80, 0x2200)]
    return {
        "texts": [
            {
                "text": text,
                "encoding": str(count(text).encoding),
                "units": count(text).units,
                "parts": count(text).parts,
                "outside": outside(text),
                "spans": [[span.was, span.now] for span in diff(text)],
            }
            for text in TEXTS
        ],
        "letters": {letter: plain(letter) for letter in letters if plain(letter) != letter},
    }


if __name__ == "__main__":
    CASES.write_text(json.dumps(_cases(), ensure_ascii=True, indent=0) + "\n", "utf-8")
    sys.stdout.write(f"{CASES}\n")
