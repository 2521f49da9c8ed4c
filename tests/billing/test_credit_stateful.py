from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from occ.core.run import Runner
from tests.billing.machine import Credit

# More of it, and another each time: OCC_TEST_EXAMPLES=50 pytest tests/billing/test_credit_….py
MORE = int(os.environ.get("OCC_TEST_EXAMPLES", "1"))


@pytest.mark.parametrize(("dialect", "examples"), [("sqlite", 10), ("postgresql", 3)])
def test_whatever_happens_in_whatever_order_the_credit_adds_up(  # D3, D4, D5
    run: Runner, examples: int
) -> None:
    run_state_machine_as_test(
        lambda: Credit(run),
        settings=settings(
            max_examples=examples * MORE,
            stateful_step_count=40,
            deadline=None,
            derandomize=MORE == 1,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
