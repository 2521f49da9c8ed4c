"""A company whose SMS leave by SMSAPI, which is in a hurry."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.core import clock
from occ.messaging.models import Attempt
from occ.messaging.routes import Route
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.providers.smsapi.provider import SmsapiProvider
from occ.settings import store
from occ.settings.pages import ContactSettings, SmsSettings

FIRMA = Route("smsapi", "FIRMA")
SETTINGS = SmsSettings(
    service=True,
    version="1",
    provider="smsapi",
    api_token="Q2FsbSB0b2tlbiBvZiB0aGUgc2ltdWxhdG9y",
    sender_name=FIRMA.sender,
    timeout_seconds=5,
)


def furnish(product: Product, simulator: Simulator) -> None:
    product.smsapi = SmsapiProvider(simulator.smsapi_url)
    product.run(store.save, SETTINGS, clock.now())
    product.run(store.save, ContactSettings(countries="PL"), clock.now())
    simulator.smsapi.behave(sent_after=0.0, ended_after=0.0)


def a_minute_passes(session: Session) -> None:
    """Callbacks had their time; nothing is due to be asked for by itself."""
    session.execute(update(Attempt).values(started_at=clock.now() - timedelta(minutes=2)))
