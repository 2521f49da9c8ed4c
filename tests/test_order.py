"""The files that are handed out first are there."""

from __future__ import annotations

from tests import order


def test_every_file_that_is_said_to_take_long_exists_and_is_named_once() -> None:
    assert [name for name in order.LONGEST if not (order.ROOT / name).exists()] == []
    assert len(set(order.LONGEST)) == len(order.LONGEST)
