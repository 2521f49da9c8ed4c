"""The templates of the account: listed page by page, kept as listed, gone when they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from occ.core import clock
from occ.jobs import templates as job
from occ.messaging import templates
from occ.messaging.fetch_models import Fetch
from occ.messaging.ports import Approval
from occ.product import Product
from occ.providers.simulator.account import Template
from occ.providers.simulator.server import Simulator


def known(product: Product) -> dict[str, Approval]:
    with product.run.reading() as session:
        return {row.name: row.approval for row in templates.present(session).templates}


def an_hour_passes(product: Product) -> None:
    with product.run.database.writing() as session:
        past = clock.now() - timedelta(seconds=1)
        session.execute(update(Fetch).where(Fetch.name == templates.LIST).values(due_at=past))


def test_the_list_is_kept_as_twilio_has_it(product: Product, simulator: Simulator) -> None:
    job.refresh_due(product)

    assert known(product) == {
        "order_on_its_way": Approval.APPROVED,
        "sign_in_link": Approval.APPROVED,
        "spring_sale": Approval.PENDING,
        "you_won": Approval.REJECTED,
    }
    with product.run.reading() as session:
        [link] = [row for row in templates.present(session).templates if row.name == "sign_in_link"]
    assert link.language == "en"
    assert "{{2}}" in link.body
    assert link.variables["1"] == "Marta"


def test_a_long_list_is_read_to_its_end(product: Product, simulator: Simulator) -> None:
    simulator.exchange.templates = [
        Template(f"number {number}", "en", "Hello") for number in range(510)
    ]

    job.refresh_due(product)

    assert len(known(product)) == 510


def test_it_is_read_once_an_hour(product: Product, simulator: Simulator) -> None:
    job.refresh_due(product)
    simulator.exchange.templates[0].status = "paused"

    job.refresh_due(product)
    assert known(product)["sign_in_link"] is Approval.APPROVED

    an_hour_passes(product)
    job.refresh_due(product)
    assert known(product)["sign_in_link"] is Approval.PAUSED


def test_what_is_not_listed_any_more_is_gone_until_it_is_back(
    product: Product, simulator: Simulator
) -> None:
    job.refresh_due(product)
    gone = simulator.exchange.templates.pop(0)
    an_hour_passes(product)
    job.refresh_due(product)
    assert gone.name not in known(product)

    simulator.exchange.templates.append(gone)
    an_hour_passes(product)
    job.refresh_due(product)
    assert gone.name in known(product)


@pytest.mark.parametrize("trouble", [{"down": True}, {"refuse": 20429}])
def test_a_list_that_could_not_be_read_stays_as_it_was_with_the_reason(
    product: Product, simulator: Simulator, trouble: dict[str, object]
) -> None:
    job.refresh_due(product)
    before = known(product)
    an_hour_passes(product)
    simulator.behave(**trouble)

    job.refresh_due(product)

    assert known(product) == before
    with product.run.reading() as session:
        assert templates.present(session).error is not None


def test_what_whatsapp_may_say_tomorrow_is_nothing_we_send(
    product: Product, simulator: Simulator
) -> None:
    simulator.exchange.templates = [Template("new", "en", "Hello", status="under_a_new_moon")]

    job.refresh_due(product)

    assert known(product) == {"new": Approval.UNSUBMITTED}
