"""The product on a port of this machine, its jobs run by hand, and a Twilio in a hurry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from occ.config import Config
from occ.core import clock
from occ.core.db import Database
from occ.core.run import Runner
from occ.product import Product
from occ.providers.simulator.server import Simulator
from tests.applications import Furnished, built, compiled, furnished
from tests.builders import an_agent
from tests.jobs import house
from tests.jobs.ana import Ana
from tests.jobs.marta import Marta

__all__ = ["built", "compiled", "furnished"]


@pytest.fixture
def opened() -> dict[str, Database]:
    """None outlives its test: a worker of the inbox may still be at it when that ends."""
    return {}


@pytest.fixture
def config(database_url: str, tmp_path: Path, simulator: Simulator) -> Config:
    return house.config_of(tmp_path / "home", database_url, simulator)


@pytest.fixture
def product(config: Config, simulator: Simulator, furnished: Furnished) -> Iterator[Product]:
    with house.opened(config, simulator, furnished) as product:
        yield product


@pytest.fixture
def run(product: Product) -> Runner:
    return product.run


@pytest.fixture
def ana(run: Runner) -> Ana:
    return Ana(run, run(an_agent, "Ana", most=50, auto_accept=True, now=clock.now()))


@pytest.fixture
def marta(product: Product, simulator: Simulator) -> Marta:
    return Marta(product, simulator)
