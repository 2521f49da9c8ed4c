"""`occ batch`: pairs are printed once, as text, as a table, and as cards to cut out (B4)."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from pathlib import Path

from occ.billing import pair_codes
from tests.commands.conftest import Typed

ISSUE = ("batch", "issue", "--messages", "500")


def test_pairs_are_printed_once_and_no_password_is_kept(typed: Typed, home: Path) -> None:  # B4
    printed = typed(*ISSUE, "--count", "2", "--format", "csv")

    packs = list(csv.DictReader(io.StringIO(printed)))
    assert [pack["messages"] for pack in packs] == ["500", "500"]
    assert all(pair_codes.is_code(pack["code"]) for pack in packs)
    kept = "".join(sqlite3.connect(home / "occ.db").iterdump())
    assert all(pack["code"] in kept for pack in packs)
    assert not any(pack["password"] in kept for pack in packs)
    assert "$argon2id$" in kept


def test_a_pack_is_listed_and_revoked_by_its_code(typed: Typed, refused: Typed) -> None:
    printed = typed(*ISSUE)
    found = re.search(r"code +(\S+)", printed)
    assert found is not None and "password" in printed
    code = found[1]
    assert re.search(rf"{code} +500 .*to be loaded", typed("batch", "list"))

    assert "revoked" in typed("batch", "revoke", code.lower())

    assert re.search(rf"{code} +500 .*revoked", typed("batch", "list"))
    assert "revoked" in refused("batch", "revoke", code)
    assert "no pack" in refused("batch", "revoke", pair_codes.new_code())


def test_a_card_can_be_printed_and_scanned(typed: Typed) -> None:
    page = typed(*ISSUE, "--count", "3", "--format", "card")

    assert page.count("<svg") == page.count("<article>") == 3
    assert "<?xml" not in page


def test_nothing_is_issued_for_no_messages(refused: Typed) -> None:
    refused("batch", "issue", "--messages", "0")
