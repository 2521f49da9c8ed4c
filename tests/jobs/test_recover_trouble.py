"""Lists that can't be read for a while, are read by several at once, or only at the next start."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core import clock
from occ.flows import set_up_twilio
from occ.flows.set_up_twilio import TwilioForm
from occ.jobs import media, recover
from occ.messaging import fetches
from occ.messaging.models import FileState, MediaFile, Webhook
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.settings import store
from occ.settings.pages import TwilioSettings
from tests.jobs.house import HASTY_SECONDS, PATIENT_SECONDS, waits_for_answers
from tests.jobs.polling import (
    MARTA,
    POLLING,
    WEBHOOK,
    a_while_ago,
    bodies,
    everything_is_read,
    fetch_of,
    receive_by,
)


@pytest.fixture
def polling(product: Product, simulator: Simulator) -> None:
    receive_by(product, simulator, POLLING)


@pytest.mark.usefixtures("polling")
def test_a_webhook_of_the_same_message_in_the_same_moment_changes_nothing(
    product: Product, simulator: Simulator
) -> None:
    simulator.behave(drop=False, double=True)
    said = [f"Line {number}" for number in range(6)]
    with ThreadPoolExecutor(2) as pool:
        for body in said:
            simulator.write(MARTA, body)
            pool.submit(partial(everything_is_read, product))
    assert simulator.settle()
    everything_is_read(product)

    assert sorted(bodies(product.run)) == said


def test_of_several_processes_one_at_a_time_reads_a_list(product: Product) -> None:
    now = clock.now()
    with ThreadPoolExecutor(8) as pool:
        claims = list(
            pool.map(
                lambda _: product.run(fetches.claim, "whatsapp:+1", product.started_at, now),
                range(8),
            )
        )

    [mine] = [claim for claim in claims if claim]
    later = now + timedelta(minutes=1)
    assert product.run(fetches.claim, "whatsapp:+1", product.started_at, later) is None
    # Whoever claimed it has died.
    much_later = now + timedelta(minutes=6)
    assert product.run(fetches.claim, "whatsapp:+1", product.started_at, much_later)
    product.run(fetches.failed, mine, recover._OUR_FAULT, now)
    assert fetch_of(product.run, "whatsapp:+1").failures == 0, "no longer its own"


def test_at_a_start_every_list_is_read_at_once(product: Product, simulator: Simulator) -> None:
    receive_by(product, simulator, WEBHOOK)
    recover.fetch_due(product)
    simulator.behave(drop=True)
    simulator.write(MARTA, "while we were down")
    a_while_ago(product, simulator)
    recover.fetch_due(product)
    assert bodies(product.run) == [], "not due yet"

    product.started_at = clock.now()
    recover.fetch_due(product)

    assert bodies(product.run) == ["while we were down"]


def test_what_a_short_restart_missed_is_fetched_as_soon_as_no_webhook_can_bring_it(
    product: Product, simulator: Simulator
) -> None:
    receive_by(product, simulator, WEBHOOK)
    simulator.behave(drop=True)
    simulator.write(MARTA, "while you restarted")

    recover.fetch_due(product)

    first = fetch_of(product.run)
    assert bodies(product.run) == [], "its webhook may still come"
    assert first.begun_at and first.due_at - first.begun_at == recover.LEFT_TO_WEBHOOKS
    a_while_ago(product, simulator)
    everything_is_read(product)
    assert bodies(product.run) == ["while you restarted"]
    then = fetch_of(product.run)
    assert then.begun_at and then.due_at - then.begun_at == recover.RECONCILED_EVERY


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.usefixtures("polling")
@pytest.mark.parametrize("trouble", ["busy", "broken", "close", "silence"])
def test_while_the_list_is_not_answered_it_is_asked_ever_more_seldom_and_then_all_is_there(
    product: Product, simulator: Simulator, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    waits_for_answers(product, simulator, HASTY_SECONDS)
    simulator.behave(lists=trouble)
    simulator.write(MARTA, "Hello")
    pauses = []
    with caplog.at_level(logging.CRITICAL, "occ.jobs.recover"):
        for _ in range(3):
            time_is_up(product)
            asked_at = clock.now()
            recover.fetch_due(product)
            pauses.append(fetch_of(product.run).due_at - asked_at)
    assert pauses == sorted(pauses)
    assert pauses[0] >= timedelta(seconds=4)
    assert fetch_of(product.run).error

    simulator.behave(lists="")
    waits_for_answers(product, simulator, PATIENT_SECONDS)
    time_is_up(product)
    recover.fetch_due(product)

    assert bodies(product.run) == ["Hello"]
    assert (fetch_of(product.run).error, fetch_of(product.run).failures) == (None, 0)


def time_is_up(product: Product) -> None:
    product.started_at = clock.now()


@pytest.mark.usefixtures("polling")
def test_files_that_twilio_does_not_list_hold_up_nobody_and_are_asked_for_again(
    product: Product,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for body, kind in (("one", "text"), ("two", "image"), ("three", "text")):
        simulator.write(MARTA, body, kind=kind)
    well = product.twilio.attachments
    monkeypatch.setattr(product.twilio, "attachments", broken)
    with caplog.at_level(logging.CRITICAL, "occ.jobs.recover"):
        recover.fetch_due(product)
    assert bodies(product.run) == ["one", "two", "three"]
    assert fetch_of(product.run).failures == 0

    monkeypatch.setattr(product.twilio, "attachments", well)
    simulator.behave(lists="broken")
    media.fetch_due(product)
    assert file(product).state is FileState.WAITING
    simulator.behave(lists="")
    product.run(at_once)
    media.fetch_due(product)
    assert (file(product).state, file(product).content_type) == (FileState.READY, "image/png")


def broken(*_: object) -> None:
    raise RuntimeError("the line broke off")


def file(product: Product) -> MediaFile:
    with product.run.reading() as session:
        return session.scalars(select(MediaFile)).one()


def at_once(session: Session) -> None:
    session.execute(update(MediaFile).values(due_at=clock.now()))


def test_while_whatsapp_is_off_nothing_is_asked_and_nothing_is_missed(
    product: Product, simulator: Simulator
) -> None:
    receive_by(product, simulator, POLLING)
    recover.fetch_due(product)
    switch(product, is_on=False)
    simulator.write(MARTA, "Anybody?")
    everything_is_read(product)
    assert bodies(product.run) == []

    switch(product, is_on=True)
    everything_is_read(product)
    assert bodies(product.run) == ["Anybody?"]


def switch(product: Product, is_on: bool) -> None:
    with product.run.reading() as session:
        sid = store.load(session, TwilioSettings).account_sid
    product.run(set_up_twilio.save, None, TwilioForm(is_on, sid), clock.now())


@pytest.mark.usefixtures("polling")
def test_a_process_killed_between_fetching_and_committing_loses_and_doubles_nothing(
    product: Product, simulator: Simulator
) -> None:
    simulator.write(MARTA, "Hello")
    config = product.config
    died = subprocess.run(
        [sys.executable, "-m", "tests.jobs.dying"],
        env={
            **os.environ,
            "OCC_HOME": str(config.home),
            "OCC_DATABASE_URL": config.database_url,
            "OCC_ASYNC_MODE": "threading",
            "OCC_TWILIO_API_URL": simulator.url,
        },
        timeout=60,
    )
    assert died.returncode == -signal.SIGKILL
    with product.run.reading() as session:
        assert session.scalars(select(Webhook.id)).all() == []

    recover.fetch_due(product)
    assert bodies(product.run) == [], "it was claimed a moment ago"
    product.started_at = clock.now()
    recover.fetch_due(product)

    assert bodies(product.run) == ["Hello"]
