"""Random days: customers write, Ana answers, Twilio misbehaves, processes die; then we count."""

from __future__ import annotations

import logging
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from occ.core import clock
from occ.providers.simulator.server import serve_in_thread
from tests import schema, servers
from tests.builders import an_agent
from tests.jobs import house, mixture
from tests.jobs.mixture import Day, Step

LONGEST = 40
IN_ONE_COMPANY = 20


def main(days: int) -> None:
    logging.disable(logging.CRITICAL)
    servers.begin_run()
    try:
        for kind in ("SQLite", "PostgreSQL"):
            begun, lived = time.monotonic(), 0
            while lived < days:
                some = min(IN_ONE_COMPANY, days - lived)
                _live(kind, some)
                lived += some
            seconds = time.monotonic() - begun
            print(f"{kind:<11} {lived} bad days, every message once, {seconds:.0f} s", flush=True)
    finally:
        servers.end_run()


def _live(kind: str, days: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if kind == "SQLite":
            url = f"sqlite:///{Path(folder) / 'occ.sqlite3'}"
            _live_on(url, Path(folder), days)
        else:
            with servers.database(servers.postgres()) as url:
                _live_on(url, Path(folder), days)


def _live_on(url: str, folder: Path, days: int) -> None:
    schema.create(url)
    with (
        serve_in_thread() as simulator,
        house.opened(house.config_of(folder / "home", url, simulator), simulator) as product,
    ):
        ana = product.run(an_agent, "Ana", most=50, auto_accept=True, now=clock.now())
        day = Day(product, simulator, ana)

        @settings(max_examples=days, derandomize=False, suppress_health_check=list(HealthCheck))
        @given(st.lists(mixture.STEPS, min_size=10, max_size=LONGEST))
        def lives(steps: list[Step]) -> None:
            day.lives(steps)
            day.check()

        lives()
