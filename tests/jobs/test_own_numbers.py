"""A number is ours from when it first led to a service, through every switch and move."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core import clock
from occ.flows import save_service
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.services.editing import ServiceForm
from occ.services.models import OwnNumber, Service
from tests.builders import SALES_NUMBER
from tests.jobs.polling import (
    MARTA,
    NORA,
    POLLING,
    WEBHOOK,
    a_while_ago,
    bodies,
    everything_is_read,
    receive_by,
)


@pytest.fixture
def polling(product: Product, simulator: Simulator) -> None:
    receive_by(product, simulator, POLLING)


@pytest.mark.parametrize("way", [POLLING, WEBHOOK])
def test_what_was_not_read_yet_survives_the_service_switched_off_and_on(
    product: Product, simulator: Simulator, way: str
) -> None:
    receive_by(product, simulator, way)
    simulator.behave(drop=True)
    simulator.write(MARTA, "just before")
    simulator.write(NORA, "while it was off")
    a_while_ago(product, simulator)
    lead(product, "Sales", is_on=False)
    lead(product, "Sales", is_on=True)
    simulator.write(MARTA, "after")
    a_while_ago(product, simulator)

    everything_is_read(product)

    assert bodies(product.run) == ["just before", "while it was off", "after"]
    assert services_of(product) == {"Sales"}


@pytest.mark.usefixtures("polling")
def test_what_was_not_read_yet_comes_to_the_service_its_number_moved_to(
    product: Product, simulator: Simulator
) -> None:
    simulator.write(MARTA, "just before")
    a_while_ago(product, simulator)
    lead(product, "Sales", is_on=False)
    lead(product, "Care", is_on=True)

    everything_is_read(product)

    assert bodies(product.run) == ["just before"]
    assert services_of(product) == {"Care"}


@pytest.mark.usefixtures("polling")
def test_what_was_not_read_yet_waits_in_unassigned_where_its_number_leads_nowhere(
    product: Product, simulator: Simulator
) -> None:
    simulator.write(MARTA, "just before")
    a_while_ago(product, simulator)
    lead(product, "Sales", is_on=False)

    everything_is_read(product)

    assert bodies(product.run) == ["just before"]
    assert services_of(product) == {"Unassigned"}
    product.run(left_long_ago)
    simulator.write(MARTA, "to another system by now")
    everything_is_read(product)
    assert bodies(product.run) == ["just before"]


@pytest.mark.usefixtures("polling")
def test_what_comes_first_is_heard_where_the_servers_clock_is_ahead_of_twilios(
    product: Product, simulator: Simulator
) -> None:
    for minutes, body in ((6, "to another system"), (4, "first")):
        row = simulator.write(MARTA, body)
        row.created = row.sent = row.created - timedelta(minutes=minutes)

    everything_is_read(product)

    assert bodies(product.run) == ["first"]


def lead(product: Product, name: str, is_on: bool) -> None:
    """Have the number lead to this service, or no longer."""
    with product.run.reading() as session:
        key = session.scalar(select(Service.key).where(Service.name == name))
    form = ServiceForm(name, is_on, is_on, SALES_NUMBER if is_on else "")
    product.run(save_service.save, None, key, form, clock.now())


def services_of(product: Product) -> set[str]:
    with product.run.reading() as session:
        found = select(Service.name).join(Conversation, Conversation.service_id == Service.id)
        return set(session.scalars(found))


def left_long_ago(session: Session) -> None:
    session.execute(update(OwnNumber).values(left_at=clock.now() - timedelta(days=2)))
