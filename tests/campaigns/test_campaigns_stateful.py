from __future__ import annotations

import pytest
from hypothesis.stateful import run_state_machine_as_test

from occ.core.run import Runner
from tests.campaigns.machine import Sending
from tests.stateful import settings_for


@pytest.mark.parametrize(("dialect", "examples"), [("sqlite", 4), ("postgresql", 1)])
def test_whatever_happens_nobody_is_sent_to_twice_and_the_figures_are_right(
    run: Runner, examples: int
) -> None:  # E6, E7
    run_state_machine_as_test(lambda: Sending(run), settings=settings_for(examples))
