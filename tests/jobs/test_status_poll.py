"""What became of messages of ours is asked for where no report tells it."""

from __future__ import annotations

import logging
from datetime import timedelta
from itertools import pairwise

import pytest

from occ.core import clock
from occ.flows import look_up_statuses
from occ.jobs import messages, status_poll
from occ.messaging import statuses
from occ.messaging.fetches import STATUSES
from occ.messaging.ports import Delivery
from occ.product import Product
from occ.providers.simulator.server import Simulator
from tests.builders import NOW, at
from tests.jobs.ana import Ana, taken
from tests.jobs.polling import POLLING, WEBHOOK, everything_is_read, fetch_of, receive_by

LEFT = look_up_statuses.due


@pytest.fixture(params=[POLLING, WEBHOOK])
def by_list_alone(
    request: pytest.FixtureRequest,
    product: Product,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """No callback tells anything; what is asked for by webhook mode, too, is asked for at once."""
    receive_by(product, simulator, request.param)
    simulator.behave(drop_callbacks=True)
    monkeypatch.setattr(status_poll, "LEFT_TO_WEBHOOKS", timedelta(0))
    return str(request.param)


def send(product: Product, simulator: Simulator) -> None:
    while messages.send_due(product):
        pass
    assert simulator.settle()


def looks_left(product: Product) -> int:
    with product.run.reading() as session:
        return len(LEFT(session, clock.now() + timedelta(days=9), clock.now() + timedelta(days=9)))


def test_ticks_come_from_the_list(
    product: Product, simulator: Simulator, ana: Ana, by_list_alone: str
) -> None:
    simulator.behave(read_after=None)
    ana.answers("Hello", "How can I help?")
    send(product, simulator)
    assert ana.ticks() == ["sending", "sending"]

    everything_is_read(product)
    assert ana.ticks() == ["delivered", "delivered"]
    assert looks_left(product) == (2 if by_list_alone == POLLING else 0)

    for row in simulator.exchange.messages:
        if not row.is_inbound:
            row.move_to("read", clock.now())
    everything_is_read(product)
    read = ["read", "read"]
    assert ana.ticks() == (read if by_list_alone == POLLING else ["delivered", "delivered"])
    assert looks_left(product) == 0


def test_what_failed_later_says_why(
    product: Product, simulator: Simulator, ana: Ana, by_list_alone: str
) -> None:
    simulator.behave(fail=30003, fail_when="later")
    ana.answers("Hello")
    send(product, simulator)

    everything_is_read(product)

    assert ana.ticks() == ["undelivered"]
    assert ana.messages()[0].reason_code == "30003"
    assert looks_left(product) == 0


@pytest.mark.usefixtures("by_list_alone")
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_has_not_left_yet_is_asked_for_by_its_own_id(
    product: Product, simulator: Simulator, ana: Ana
) -> None:
    simulator.behave(sent_after=60.0, delivered_after=60.0, read_after=None)
    ana.answers("Hello")
    while messages.send_due(product):
        pass
    everything_is_read(product)
    assert ana.ticks() == ["sending"]

    [row] = [row for row in simulator.exchange.messages if not row.is_inbound]
    row.status = "failed"
    row.error_code = 63016
    everything_is_read(product)

    assert ana.ticks() == ["undelivered"]
    assert ana.messages()[0].reason_code == "63016"


@pytest.mark.usefixtures("by_list_alone")
def test_many_are_asked_for_by_one_list_and_the_rest_next_time(
    product: Product, simulator: Simulator, ana: Ana, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_poll, "_ONE_BY_ONE", 1)
    for customer in range(1, 5):
        ana.answers("Hello", customer=customer)
    send(product, simulator)
    rows = simulator.exchange.messages
    simulator.exchange.messages = rows[:2]

    everything_is_read(product)
    assert sorted(ana.ticks()) == ["read", "read", "read", "sending"]

    everything_is_read(product)
    assert ana.ticks() == ["read"] * 4


@pytest.mark.usefixtures("by_list_alone")
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_while_twilio_is_down_nothing_is_given_up(
    product: Product, simulator: Simulator, ana: Ana, caplog: pytest.LogCaptureFixture
) -> None:
    ana.answers("Hello")
    send(product, simulator)
    simulator.behave(down=True)
    with caplog.at_level(logging.CRITICAL, "occ.jobs.recover"):
        everything_is_read(product)
    assert ana.ticks() == ["sending"]
    assert fetch_of(product.run, STATUSES).error

    simulator.behave(down=False)
    everything_is_read(product)
    assert ana.ticks() == ["read"]


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_who_polls_gives_twilio_no_address_to_call(
    product: Product, simulator: Simulator, ana: Ana
) -> None:
    receive_by(product, simulator, POLLING)
    ana.answers("Hello")
    send(product, simulator)

    assert taken(simulator) == ["Hello"]
    assert [row.status_callback for row in simulator.exchange.messages] == [None]


def test_a_callback_is_given_its_time_before_anything_is_asked(
    product: Product, simulator: Simulator, ana: Ana
) -> None:
    receive_by(product, simulator, WEBHOOK)
    simulator.behave(drop_callbacks=True)
    ana.answers("Hello")
    send(product, simulator)

    everything_is_read(product)

    assert ana.ticks() == ["sending"]
    assert looks_left(product) == 1


def test_a_look_waits_ever_longer_and_ends_some_day() -> None:
    moments = []
    now = NOW
    while moment := statuses.next_look(Delivery.SENT, NOW, now):
        moments.append(moment)
        now = moment

    pauses = [after - before for before, after in pairwise(moments)]
    assert pauses[0] == timedelta(seconds=5)
    assert pauses == sorted(pauses)
    assert timedelta(days=7) <= moments[-1] - NOW < timedelta(days=8)
    assert statuses.next_look(Delivery.READ, NOW, at(1)) is None
