from __future__ import annotations

import re

import pytest

from occ.providers.twilio.errors import FAULTS, UNNAMED, fault, undelivered

# Every code that the reference of Twilio's messages names, in an answer or by callback.
NAMED = """
    20003 20008 20404 20429 10001 20005 30002 90010 21211 21614 21612 21408 21603 21604 21619 21617
    21620 21609 21606 21659 21660 63007 21608 21610 21611 30001 21654 21655 21656 21910 30003 30005
    30006 30007 30008 30004 30034 30036 63003 63024 63005 63013 63021 63014 63016 63018 63017 63019
    11751 63032 63049 63020 63022 63025 63027 63028 63029 63030
"""


def test_every_code_we_know_of_has_its_own_words() -> None:
    assert [code for code in NAMED.split() if undelivered(code) == UNNAMED.reason] == []


def test_a_reason_is_whole_sentences_without_the_code() -> None:
    sentences = {code: str(known.reason) for code, known in FAULTS.items()}

    assert [s for s in sentences.values() if not re.fullmatch(r"[A-Z0-9].+[A-Za-z]\.", s)] == []
    assert [code for code, sentence in sentences.items() if str(code) in sentence] == []
    assert "please" not in " ".join(sentences.values()).lower()


@pytest.mark.parametrize("code", [None, "", "0", "29999", "no number", "²"])
def test_any_other_code_is_said_to_be_unknown(code: str | None) -> None:
    assert fault(code) is UNNAMED
