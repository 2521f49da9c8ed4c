"""Whenever a sending process dies: nothing is sent twice, and nothing is paid twice or not."""

from __future__ import annotations

from pathlib import Path

from occ.core.db import Database
from tests.tortures import sending


def test_a_sender_killed_at_any_statement_pays_for_just_what_has_left(
    db: Database, tmp_path: Path
) -> None:
    deaths, wrong = sending.killed(db, times=2, folder=tmp_path)

    assert deaths >= 2
    assert wrong == []
