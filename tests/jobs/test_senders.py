"""Whether our WhatsApp senders are online: asked every few minutes, kept as Twilio says it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from occ.core import clock
from occ.flows import note_senders, save_service
from occ.jobs import senders as job
from occ.messaging.fetch_models import Fetch
from occ.product import Product
from occ.providers.simulator.account import Sender
from occ.providers.simulator.server import Simulator
from occ.services import listing, senders
from occ.services.editing import ServiceForm

WHY = "The display name was refused"


@pytest.fixture
def sender(simulator: Simulator) -> Sender:
    """Twilio's, of the number that leads to our service."""
    [number] = [each for each in simulator.exchange.numbers if each.sender]
    assert number.sender
    return number.sender


def goes_offline(sender: Sender) -> None:
    sender.status = "OFFLINE"
    sender.offline_reasons = [{"code": "63020", "message": WHY}]


def five_minutes_pass(product: Product) -> None:
    with product.run.database.writing() as session:
        past = clock.now() - timedelta(seconds=1)
        session.execute(update(Fetch).where(Fetch.name == note_senders.LIST).values(due_at=past))


def offline(product: Product) -> list[str | None]:
    with product.run.reading() as session:
        return [row.offline_why for row in senders.offline(session).values()]


def test_one_that_goes_offline_is_known_at_the_next_look_and_so_is_its_return(
    product: Product, sender: Sender
) -> None:
    job.look(product)
    assert offline(product) == []

    goes_offline(sender)
    job.look(product)
    assert offline(product) == [], "asked every five minutes"
    five_minutes_pass(product)
    job.look(product)
    assert offline(product) == [WHY]

    sender.status, sender.offline_reasons = "ONLINE:UPDATING", []
    five_minutes_pass(product)
    job.look(product)
    assert offline(product) == []


@pytest.mark.parametrize("trouble", [{"down": True}, {"refuse": 20003}])
def test_what_was_known_last_stays_while_twilio_does_not_tell(
    product: Product, simulator: Simulator, sender: Sender, trouble: dict[str, object]
) -> None:
    goes_offline(sender)
    job.look(product)
    simulator.behave(**trouble)
    five_minutes_pass(product)

    job.look(product)

    assert offline(product) == [WHY]


def test_what_the_account_does_not_list_may_work_all_the_same(
    product: Product, simulator: Simulator, sender: Sender
) -> None:
    goes_offline(sender)
    job.look(product)
    simulator.exchange.numbers.clear()
    five_minutes_pass(product)

    job.look(product)

    assert offline(product) == [], "the sandbox is not listed"


def test_after_a_service_was_saved_they_are_asked_for_at_once(
    product: Product, sender: Sender
) -> None:
    job.look(product)
    goes_offline(sender)
    with product.run.reading() as session:
        [service] = listing.live(session)
    form = ServiceForm("Sales", True, True, str(service.whatsapp_number), ())

    product.run(save_service.save, None, service.key, form, clock.now())
    job.look(product)

    assert offline(product) == [WHY]
