"""SMS by a number of the Twilio account: sent, and kept back where the token can't be read."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from occ.billing.payer import Purpose
from occ.core import clock
from occ.core.address import parse
from occ.core.secrets import Vault
from occ.flows import queue_message, set_up
from occ.flows.queue_message import Outgoing
from occ.jobs import messages
from occ.messaging import routes
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.settings import store
from occ.settings.pages import ContactSettings, SmsSettings, TwilioSettings
from tests.builders import SALES_NUMBER
from tests.jobs.ana import Ana, taken


@pytest.fixture(autouse=True)
def settings(product: Product) -> None:
    """WhatsApp is off: SMS does not need it."""
    sms = SmsSettings(service=True, version="1", provider="twilio", twilio_number=SALES_NUMBER)
    with product.run.reading() as session:
        twilio = store.load(session, TwilioSettings)
    product.run(store.save, sms, clock.now())
    only_sms = TwilioSettings(False, twilio.account_sid, twilio.auth_token)
    product.run(store.save, only_sms, clock.now())
    product.run(store.save, ContactSettings(countries="PL"), clock.now())


def queue(product: Product, ana: Ana) -> None:
    with product.run.reading() as session:
        route = routes.sms(session)
    assert route is not None
    to = parse("+48500100200")
    purpose = Purpose.CREDENTIALS_BY_SMS
    outgoing = Outgoing(purpose, ana.user.id, route, to, "Your code: 1204")
    product.run(queue_message.queue, outgoing, clock.now())


def test_an_sms_leaves_from_the_number_that_was_chosen(
    product: Product, ana: Ana, simulator: Simulator
) -> None:  # C1
    queue(product, ana)

    assert messages.send_rest(product)

    [row] = simulator.exchange.messages
    assert (row.sender, row.recipient) == (SALES_NUMBER, "+48500100200")
    assert ana.messages()[0].parts_billed == 1


def test_a_database_that_was_moved_sends_nothing_until_the_token_is_entered_again(
    product: Product, ana: Ana, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:  # C9
    with product.run.reading() as session:
        twilio = store.load(session, TwilioSettings)
    queue(product, ana)
    monkeypatch.setattr(product.run.database, "vault", Vault([Fernet.generate_key()]))

    assert not messages.send_rest(product)
    with pytest.raises(queue_message.Refused, match="of Twilio were sealed on another"):
        queue(product, ana)
    assert taken(simulator) == [] and ana.ticks() == ["waiting"]

    product.run(set_up.save, None, twilio, clock.now())
    messages.send_rest(product)
    assert taken(simulator) == ["Your code: 1204"]
