"""The product on a port of this machine, its jobs run by hand: for tests and for tortures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask

from occ import bootstrap
from occ.app import create_app
from occ.config import Config
from occ.core import clock
from occ.product import Product
from occ.providers import registry
from occ.providers.simulator.server import Simulator
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.torture import command
from tests.builders import a_service

PATIENT_SECONDS = 10.0
HASTY_SECONDS = 0.5


def config_of(home: Path, database_url: str, simulator: Simulator) -> Config:
    return replace(command.config_at(home, database_url, simulator), smsapi_api_url=None)


def waits_for_answers(product: Product, simulator: Simulator, seconds: float) -> None:
    """On a busy machine an answer may take its time; who wants none to come is hasty."""
    product.twilio = registry.build(simulator.url, seconds)["twilio"]


@contextmanager
def opened(
    config: Config, simulator: Simulator, build: Callable[[Config], Flask] = create_app
) -> Iterator[Product]:
    """Sales is live on the simulator's number, and Twilio is in a hurry."""
    simulator.behave(sent_after=0.0, delivered_after=0.0, read_after=0.0, window=False)
    simulator.point_at(f"{config.public_url}/webhooks/twilio/messages")
    app = build(config)
    product: Product = app.extensions["occ"]
    waits_for_answers(product, simulator, PATIENT_SECONDS)
    account = simulator.credentials
    product.run(a_service, now=clock.now())
    settings = TwilioSettings(True, account.account_sid, account.auth_token)
    product.run(store.save, settings, clock.now())
    with bootstrap.listen(config.host, config.port) as listener:
        stop = bootstrap.serve("threading", listener, app)
        yield product
        # What the simulator still has to tell finds us here.
        simulator.settle(5)
        stop()
    product.run.database.close()
