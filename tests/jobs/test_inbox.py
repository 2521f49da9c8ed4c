"""Webhooks that were stored and not handled: by a crash, or because handling them failed."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from occ.core import clock
from occ.core.run import Runner
from occ.jobs import inbox
from occ.messaging import inbox as stored
from occ.messaging.inbox import MESSAGE, STATUS
from occ.messaging.models import Direction, Message, Webhook, WebhookState
from occ.product import Product
from tests.jobs.ana import time_passes

CUSTOMER = "whatsapp:+48500100200"


@pytest.fixture(autouse=True)
def nobody_handles_at_once(product: Product) -> None:
    """As if the process had died between storing and handling."""
    product.after = lambda _kind, _address: None


def keep(run: Runner, number: int, body: str = "Hello", sender: str = CUSTOMER, **more: str) -> int:
    """Store a message as the webhook's edge does; what is not `None` is as Twilio posts it."""
    form = {
        "MessageSid": f"SM{number:032x}",
        "From": sender,
        "To": "whatsapp:+390612345678",
        "Body": body,
        "NumMedia": "0",
        **more,
    }
    kept = {name: [value] for name, value in form.items()}
    past = clock.now() - timedelta(minutes=1)
    found = run.plainly(stored.store, "twilio", MESSAGE, sender, form["MessageSid"], kept, past)
    assert found is not None
    return found


def bodies(run: Runner) -> list[str]:
    with run.reading() as session:
        heard = select(Message.body).where(Message.direction == Direction.IN)
        return list(session.scalars(heard.order_by(Message.id)))


def states(run: Runner) -> list[WebhookState]:
    with run.reading() as session:
        return list(session.scalars(select(Webhook.state).order_by(Webhook.id)))


def test_what_a_crash_left_behind_is_handled_in_order_and_once(product: Product) -> None:
    said = [f"Line {number}" for number in range(5)]
    for number, body in enumerate(said):
        keep(product.run, number, body)

    inbox.handle_left(product)
    assert bodies(product.run) == said
    assert set(states(product.run)) == {WebhookState.DONE}

    inbox.handle_left(product)
    assert bodies(product.run) == said


def test_what_has_just_come_is_left_to_the_process_that_took_it(product: Product) -> None:
    sid, form = "SM" + "1" * 32, {"MessageSid": ["SM1"]}
    product.run.plainly(stored.store, "twilio", MESSAGE, CUSTOMER, sid, form, clock.now())

    inbox.handle_left(product)

    assert states(product.run) == [WebhookState.NEW]


def test_what_can_never_be_read_is_kept_as_a_dead_letter_and_those_behind_it_go_on(
    product: Product, caplog: pytest.LogCaptureFixture
) -> None:
    keep(product.run, 1, "before")
    bad = keep(product.run, 2, "odd", To="nobody's number")
    keep(product.run, 3, "after")

    with caplog.at_level(logging.CRITICAL, "occ.jobs.inbox"):
        inbox.handle_left(product)

    assert bodies(product.run) == ["before", "after"]
    with product.run.reading() as session:
        letter = session.get_one(Webhook, bad)
    assert letter.state is WebhookState.DEAD
    assert letter.error and "ValueError" in letter.error
    assert letter.form["Body"] == ["odd"]


def test_what_fails_for_now_is_tried_ever_more_seldom_and_then_kept(
    product: Product, caplog: pytest.LogCaptureFixture
) -> None:
    keep(product.run, 1, "Hello?")
    product.twilio = Moody(product.twilio)
    pauses = []

    with caplog.at_level(logging.CRITICAL, "occ.jobs.inbox"):
        while states(product.run) == [WebhookState.NEW]:
            time_passes(product.run)
            asked_at = clock.now()
            inbox.handle_left(product)
            with product.run.reading() as session:
                pauses.append(session.scalars(select(Webhook.due_at)).one() - asked_at)

    assert states(product.run) == [WebhookState.DEAD]
    assert len(pauses) == stored.MOST_TRIES
    assert pauses[:-1] == sorted(pauses[:-1])
    assert bodies(product.run) == []


def test_what_failed_for_now_is_handled_when_it_is_due_again(
    product: Product, caplog: pytest.LogCaptureFixture
) -> None:
    keep(product.run, 1, "Hello?")
    well = product.twilio
    product.twilio = Moody(well)
    with caplog.at_level(logging.CRITICAL, "occ.jobs.inbox"):
        inbox.handle_left(product)

    product.twilio = well
    inbox.handle_left(product)
    assert bodies(product.run) == [], "not before it is due"
    time_passes(product.run)
    inbox.handle_left(product)

    assert bodies(product.run) == ["Hello?"]


def test_a_report_of_a_message_that_is_not_ours_changes_nothing(product: Product) -> None:
    form = {"MessageSid": ["SM" + "9" * 32], "MessageStatus": ["delivered"]}
    past = clock.now() - timedelta(minutes=1)
    product.run.plainly(stored.store, "twilio", STATUS, "SM" + "9" * 32, None, form, past)

    inbox.handle_left(product)

    assert states(product.run) == [WebhookState.DONE]
    assert bodies(product.run) == []


class Moody:
    """Twilio's adapter on a day when it can read nothing; the rest is as ever."""

    def __init__(self, well: object) -> None:
        self._well = well

    def __getattr__(self, name: str) -> object:
        return getattr(self._well, name)

    def read_inbound(self, form: object) -> object:
        raise RuntimeError("out of memory")
