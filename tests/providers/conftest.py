from __future__ import annotations

from collections.abc import Iterator

import pytest

from occ.core.address import parse
from occ.messaging.ports import Outbound
from occ.messaging.sms_account import SmsAccess
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.providers.smsapi.provider import SmsapiProvider
from occ.providers.twilio.provider import TwilioProvider
from tests.providers import product as product_end
from tests.providers.api import PHONE, Api
from tests.providers.product import Product


@pytest.fixture(scope="session")
def port() -> Iterator[Simulator]:
    with serve_in_thread() as running:
        yield running


@pytest.fixture
def simulator(port: Simulator) -> Iterator[Simulator]:
    """One port for all tests, and for each a Twilio of its own behind it, in a hurry."""
    exchange = Exchange(phones=(PHONE,))
    exchange.behave(sent_after=0.0, delivered_after=0.01, read_after=0.02)
    yield port.play(exchange)
    exchange.close()


@pytest.fixture
def marta(simulator: Simulator) -> Customer:
    """She has written, so WhatsApp's window is open for her."""
    customer = Customer("Marta Kowalska", "+48500100200")
    simulator.write(customer, "Dzień dobry")
    simulator.settle()
    return customer


@pytest.fixture
def product(simulator: Simulator) -> Iterator[Product]:
    with product_end.running(simulator.credentials) as running:
        simulator.point_at(f"{running.url}/inbound")
        yield running


@pytest.fixture
def twilio(simulator: Simulator) -> TwilioProvider:
    return TwilioProvider(simulator.url, timeout=20)


@pytest.fixture
def reply(marta: Customer) -> Outbound:
    return Outbound(
        parse(f"whatsapp:{PHONE}"), parse(f"whatsapp:{marta.phone}"), "Już sprawdzam.", None
    )


@pytest.fixture
def smsapi(simulator: Simulator) -> SmsapiProvider:
    simulator.smsapi.behave(sent_after=0.0, ended_after=0.01)
    return SmsapiProvider(simulator.smsapi_url)


@pytest.fixture
def access(simulator: Simulator) -> SmsAccess:
    return SmsAccess(simulator.smsapi.token, timeout_seconds=2)


@pytest.fixture
def sms() -> Outbound:
    return Outbound(parse("FIRMA"), parse("+48500100200"), "Już wysłane.", attempt="att_1")


@pytest.fixture
def api(simulator: Simulator) -> Api:
    return Api(simulator)
