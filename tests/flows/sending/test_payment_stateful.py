from __future__ import annotations

import pytest
from hypothesis.stateful import run_state_machine_as_test

from occ.core.run import Runner
from tests.flows.sending.machine import Sending
from tests.stateful import settings_for


@pytest.mark.parametrize(("dialect", "examples"), [("sqlite", 5), ("postgresql", 2)])
def test_whatever_becomes_of_messages_they_have_paid_for_just_what_left(  # B3, D5
    run: Runner, examples: int
) -> None:
    run_state_machine_as_test(lambda: Sending(run), settings=settings_for(examples))
