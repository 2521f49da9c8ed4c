"""The product on a port of this machine, its jobs run by hand, and a Twilio in a hurry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from occ import bootstrap
from occ.app import create_app
from occ.config import Config
from occ.core import clock
from occ.core.run import Runner
from occ.product import Product
from occ.providers import registry
from occ.providers.simulator.server import Simulator
from occ.settings import store
from occ.settings.pages import TwilioSettings
from tests.builders import a_service, an_agent
from tests.jobs.ana import Ana
from tests.jobs.marta import Marta
from tests.servers import free_port

TIMEOUT_SECONDS = 0.5


@pytest.fixture
def config(database_url: str, tmp_path: Path, simulator: Simulator) -> Config:
    port = free_port()
    return Config(
        home=tmp_path / "home",
        database_url=database_url,
        redis_url=None,
        host="127.0.0.1",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        async_mode="threading",
        twilio_api_url=simulator.url,
        smsapi_api_url=None,
    )


@pytest.fixture
def product(config: Config, simulator: Simulator) -> Iterator[Product]:
    simulator.behave(sent_after=0.0, delivered_after=0.0, read_after=0.0, window=False)
    simulator.point_at(f"{config.public_url}/webhooks/twilio/messages")
    app = create_app(config)
    product: Product = app.extensions["occ"]
    product.twilio = registry.build(simulator.url, TIMEOUT_SECONDS)["twilio"]
    account = simulator.credentials
    product.run(a_service, now=clock.now())
    settings = TwilioSettings(True, account.account_sid, account.auth_token)
    product.run(store.save, settings, clock.now())
    with bootstrap.listen(config.host, config.port) as listener:
        stop = bootstrap.serve("threading", listener, app)
        yield product
        # What the simulator still has to tell finds us here.
        simulator.settle()
        stop()
    product.run.database.close()


@pytest.fixture
def run(product: Product) -> Runner:
    return product.run


@pytest.fixture
def ana(run: Runner) -> Ana:
    return Ana(run, run(an_agent, "Ana", most=50, auto_accept=True, now=clock.now()))


@pytest.fixture
def marta(product: Product, simulator: Simulator) -> Marta:
    return Marta(product, simulator)
