"""What we write first reaches the carrier: an SMS by its parts, WhatsApp by its template."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.run import Runner
from occ.jobs import messages, resolve
from occ.messaging.models import HandOver
from occ.messaging.ports import Delivery
from occ.messaging.template_models import Template
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.settings import store
from occ.settings.pages import TwilioSettings
from tests.flows.sending import first
from tests.flows.sending.first import a_batch, a_price, a_sender, credit, rows, units
from tests.jobs.ana import time_passes
from tests.jobs.test_messages import settle


def the_template(session: Session, sid: str) -> None:
    """The one that codes leave by is the simulator's first."""
    session.execute(update(Template).where(Template.sid == first.TEMPLATE).values(sid=sid))


@pytest.fixture
def template(run: Runner, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> str:
    sid = simulator.exchange.templates[0].sid
    run(first.a_template)
    run(the_template, sid)
    monkeypatch.setattr(first, "TEMPLATE", sid)
    return sid


def test_an_sms_costs_the_parts_the_carrier_bills_and_reports_its_delivery(  # D5
    product: Product, run: Runner, simulator: Simulator
) -> None:
    run(a_price)
    sender = run(a_sender, 10)
    first.sms(run, sender, body="ż" * 71, now=clock.now())

    assert messages.send_rest(product)
    settle(product, simulator)

    [row] = [row for row in simulator.exchange.messages if not row.is_inbound]
    assert (row.sender, row.recipient, row.body) == ("+390612345678", "+48500100200", "ż" * 71)
    [sent] = rows(run)
    assert (sent.parts_billed, sent.delivery) == (2, Delivery.DELIVERED)
    assert credit(run, sender) == (10_000 - 2 * first.PRICE, 0)


def test_a_code_by_whatsapp_leaves_as_a_template(  # B3
    product: Product, run: Runner, simulator: Simulator, template: str
) -> None:
    simulator.behave(window=True)
    run(a_batch, 1)
    first.code(run, run(a_sender), now=clock.now())

    assert messages.send_rest(product)
    settle(product, simulator)

    [row] = simulator.exchange.messages
    assert (row.template, row.body.startswith("Hello 314159")) == (template, True)
    assert rows(run)[0].delivery is Delivery.READ
    assert units(run) == [(1, 0, 0)]


def test_a_template_whose_answer_was_lost_is_found_by_whom_it_went_to(
    product: Product, run: Runner, simulator: Simulator, template: str
) -> None:
    simulator.behave(lose_answers="close", drop_callbacks=True)
    run(a_batch, 1)
    first.code(run, run(a_sender), now=clock.now())
    messages.send_rest(product)
    time_passes(run)

    resolve.resolve_lost(product)

    assert rows(run)[0].hand_over is HandOver.ACCEPTED
    assert units(run) == [(1, 0, 0)]


def test_while_whatsapp_is_off_an_sms_leaves_and_a_code_waits(
    product: Product, run: Runner, simulator: Simulator, template: str
) -> None:
    with run.reading() as session:
        settings = store.load(session, TwilioSettings)
    run(store.save, replace(settings, whatsapp=False), clock.now())
    run(a_batch, 1)
    sender = run(a_sender)
    first.code(run, sender, now=clock.now()), first.sms(run, sender, now=clock.now())

    while messages.send_rest(product):
        pass

    assert [row.recipient for row in simulator.exchange.messages] == ["+48500100200"]
    assert [row.hand_over for row in rows(run)] == [HandOver.WAITING, HandOver.ACCEPTED]
