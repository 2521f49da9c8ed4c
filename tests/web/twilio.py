"""A product whose providers are the simulator, and whose public address answers."""

from __future__ import annotations

from occ.core.run import Runner
from occ.flows import set_up
from occ.messaging.reach import Reached
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.providers.smsapi.provider import SmsapiProvider
from occ.providers.twilio.provider import TwilioProvider
from occ.settings.pages import TwilioSettings
from tests.builders import NOW


def connect(product: Product, simulator: Simulator) -> None:
    product.twilio = TwilioProvider(simulator.url, timeout=20)
    product.smsapi = SmsapiProvider(simulator.smsapi_url)
    product.reach = lambda url, installation: Reached(None, 200)


def enter(run: Runner, simulator: Simulator) -> None:
    """As Settings → Advanced → Chat channel does."""
    known = simulator.credentials
    run(set_up.save, None, TwilioSettings(True, known.account_sid, known.auth_token), NOW)
