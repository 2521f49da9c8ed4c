"""The suite; what all of it stands on is in conftest.py."""

from __future__ import annotations

import gc

# Tests make little garbage in circles, and what is imported and collected is none: looked for as
# often as by default, the looking is a fifth of what a run takes to begin.
gc.set_threshold(20_000, 10, 10)
