"""What the manual says of files is what the code does."""

from __future__ import annotations

from occ.jobs import media as job
from occ.messaging import file_types, media
from tests.test_house import ROOT

TEXT = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")


def test_the_limits_of_a_file_are_told() -> None:
    assert f"larger than {file_types.LARGEST_BYTES // 2**20} MB" in TEXT
    assert f"may take {job.LONGEST_SECONDS:.0f} seconds" in TEXT
    assert f"under the ending `{file_types.TAKEN[file_types.PLAIN].ending}`" in TEXT


def test_how_long_a_file_is_asked_for_is_told() -> None:
    assert 2.5 <= sum(media.BACK_OFF) / 3600 < 2.75
    assert "OCC asked for two and a half hours" in TEXT
