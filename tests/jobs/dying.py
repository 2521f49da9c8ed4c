"""A process of jobs that is killed -9 in the middle of taking over what it has fetched.

python -m tests.jobs.dying, with the variables of the environment that `occ jobs` takes.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from occ.app import assemble
from occ.config import from_environment
from occ.jobs import recover
from occ.messaging import inbox


def main() -> None:
    product = assemble(from_environment(), lambda _database: lambda _events: None)
    inbox.store = stores_and_dies  # type: ignore[assignment]
    recover.fetch_due(product)


def stores_and_dies(*values: Any, store: Any = inbox.store) -> None:
    """The row is written, its transaction is open."""
    assert store(*values) is not None
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
