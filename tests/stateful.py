"""How much the suite plays of what has no end: state machines, walks, pages in five languages.

More of it, and of a machine another each time:
OCC_TEST_EXAMPLES=50 pytest tests/routing/test_routing_….py
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

MORE = int(os.environ.get("OCC_TEST_EXAMPLES", "1"))
# On a busy machine anything may take long, and a run that fails must fail again.
settings.register_profile("occ", deadline=None, derandomize=MORE == 1, database=None)
settings.load_profile("occ")


def settings_for(examples: int) -> settings:
    return settings(
        max_examples=examples * MORE,
        stateful_step_count=40,
        suppress_health_check=list(HealthCheck),
    )
