from __future__ import annotations

import pytest
from hypothesis.stateful import run_state_machine_as_test

from occ.core.run import Runner
from tests.billing.machine import Credit
from tests.stateful import settings_for


@pytest.mark.parametrize(("dialect", "examples"), [("sqlite", 10), ("postgresql", 3)])
def test_whatever_happens_in_whatever_order_the_credit_adds_up(  # D3, D4, D5
    run: Runner, examples: int
) -> None:
    run_state_machine_as_test(lambda: Credit(run), settings=settings_for(examples))
