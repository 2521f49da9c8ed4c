from __future__ import annotations

import pytest

from occ.core.run import Runner
from tests.builders import Clock
from tests.routing.play import play
from tests.tortures import witness


@pytest.mark.parametrize(("dialect", "examples"), [("sqlite", 6), ("postgresql", 2)])
def test_whatever_happens_in_whatever_order_the_rules_of_routing_hold(  # A3, A8
    run: Runner, clock: Clock, examples: int
) -> None:
    with witness.watching(run.database):
        play(run, clock, examples)
