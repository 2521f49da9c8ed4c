"""Settings → SMS → Account balance: what the provider's account holds (C8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.core import clock
from occ.core.address import parse
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import claim_messages, queue_message, record_attempt
from occ.flows.queue_message import Outgoing
from occ.flows.record_attempt import Accepted
from occ.jobs import funds as job
from occ.messaging import funds, halts
from occ.messaging.fetch_models import Fetch
from occ.messaging.outbox import Lane
from occ.messaging.routes import Route
from occ.product import Product
from occ.providers.simulator.server import Simulator, serve_in_thread
from occ.settings import store
from occ.settings.pages import ContactSettings, SmsSettings
from occ.users.models import User
from tests.builders import NOW
from tests.web import twilio
from tests.web.browser import Browser, shown

PAGE = "/settings/sms/balance"
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture(autouse=True)
def simulator(product: Product, run: Runner) -> Iterator[Simulator]:
    with serve_in_thread() as running:
        twilio.connect(product, running)
        settings = SmsSettings(
            service=True, version="1", provider="smsapi", api_token=running.smsapi.token
        )
        run(store.save, settings, NOW)
        running.smsapi.points = Decimal("1204.16")
        yield running


def read(run: Runner) -> funds.Known:
    with run.reading() as session:
        return funds.present(session)


def test_a_press_shows_what_the_account_holds_now(
    administrator: Browser, simulator: Simulator
) -> None:  # C8
    assert "Nobody has asked yet." in shown(administrator.get(PAGE))

    assert administrator.post(PAGE).status_code == 302

    page = shown(administrator.get(PAGE))
    assert "1,204.16 points" in page and "as of" in page
    assert "firma prepaid" in page and "Buy a package at SMSAPI" in page
    simulator.smsapi.points = Decimal("49.99")
    administrator.post(PAGE)
    assert "49.99 points low" in shown(administrator.get(PAGE))


def test_an_account_that_does_not_answer_keeps_what_it_said_last(
    administrator: Browser, simulator: Simulator
) -> None:  # C8
    administrator.post(PAGE)
    simulator.smsapi.behave(down=True)

    refused = administrator.post(PAGE)

    assert refused.status_code == 409
    assert "out of order" in shown(refused) and "1,204.16 points" in shown(refused)


def test_a_trial_account_is_named_as_one(
    administrator: Browser, simulator: Simulator
) -> None:  # C8
    simulator.smsapi.payment_type = "trial"

    administrator.post(PAGE)

    page = shown(administrator.get(PAGE))
    assert "trial account" in page and "A trial account can't buy packages" in page
    assert "trial account" in shown(administrator.get("/settings/sms"))


def test_an_account_that_pays_later_has_no_points_and_is_never_low(
    administrator: Browser, simulator: Simulator, run: Runner
) -> None:  # C8
    simulator.smsapi.points, simulator.smsapi.payment_type = None, "postpaid"

    administrator.post(PAGE)

    assert "no balance of its own" in shown(administrator.get(PAGE))
    assert not read(run).is_low


def test_the_job_asks_every_hour_and_a_low_balance_is_an_alarm(
    administrator: Browser, product: Product, run: Runner, simulator: Simulator
) -> None:  # C8
    assert job.refresh_due(product) is False
    assert read(run).funds is not None
    simulator.smsapi.points = Decimal("10.5")
    job.refresh_due(product)
    assert not read(run).is_low

    run(lambda session, **_: session.execute(update(Fetch).values(due_at=clock.now())))
    job.refresh_due(product)

    assert read(run).is_low
    alarm = "The SMSAPI account is low: 10.5 points."
    assert alarm in shown(administrator.get("/system"))
    assert alarm in shown(administrator.get("/settings/sms"))
    run(store.save, replace(settings(run), low_balance=0), NOW)
    assert alarm not in shown(administrator.get("/system"))


def settings(run: Runner) -> SmsSettings:
    with run.reading() as session:
        return store.load(session, SmsSettings)


def test_what_another_token_brought_is_not_shown_as_this_ones(
    administrator: Browser, run: Runner
) -> None:  # C8, C9
    administrator.post(PAGE)

    run(store.save, replace(settings(run), api_token="another-token"), NOW + timedelta(hours=1))

    assert read(run).funds is None
    assert "Nobody has asked yet." in shown(administrator.get(PAGE))
    assert administrator.post(PAGE).status_code == 409


def test_twilio_as_provider_has_its_balance_in_money(
    administrator: Browser, run: Runner, simulator: Simulator
) -> None:  # C8
    twilio.enter(run, simulator)
    run(store.save, replace(settings(run), provider="twilio"), NOW)

    administrator.post(PAGE)

    page = shown(administrator.get(PAGE))
    assert "25.00 EUR" in page or "25 EUR" in page
    assert "25" in page and "low" in page


def test_the_system_page_tells_what_each_providers_account_holds(
    administrator: Browser, product: Product, run: Runner, simulator: Simulator
) -> None:
    twilio.enter(run, simulator)
    said = shown(administrator.get("/system"))
    assert "Balance at Twilio Nobody has asked yet." in said

    job.refresh_due(product)

    said = shown(administrator.get("/system"))
    assert re.search(r"Balance at Twilio 25(\.00)? EUR · .* ago", said)
    assert "Balance at SMSAPI 1,204.16 points" in said
    run(store.save, replace(settings(run), provider="twilio"), NOW)
    assert "Balance at SMSAPI" not in shown(administrator.get("/system"))


def test_without_a_provider_it_says_where_to_choose_one(
    administrator: Browser, run: Runner
) -> None:
    run(store.save, SmsSettings(), NOW)

    assert "No provider is chosen." in shown(administrator.get(PAGE))
    assert administrator.post(PAGE).status_code == 409


def test_points_bought_anew_let_a_dry_account_send_again(
    administrator: Browser, simulator: Simulator, run: Runner
) -> None:  # C8, E7
    account = halts.account_of("smsapi")
    run(halts.halt, account, "103", say("No points left."), NOW)
    run(halts.halt, "FIRMA", "14", say("Not approved."), NOW)
    simulator.smsapi.points = Decimal(0)
    administrator.post(PAGE)
    assert stopped(run) == [account, "FIRMA"]

    simulator.smsapi.points = Decimal(100)
    administrator.post(PAGE)

    assert stopped(run) == ["FIRMA"]


def stopped(run: Runner) -> list[str]:
    with run.reading() as session:
        return sorted((halt.sender for halt in halts.present(session)), key=str.swapcase)


def test_it_says_for_about_how_many_sms_the_balance_lasts(
    administrator: Browser, run: Runner, ada: User
) -> None:  # C8
    def took(session: Session, number: str, points: str) -> None:
        settings = store.load(session, SmsSettings)
        store.save(session, replace(settings, sender_name="FIRMA"), NOW)
        store.save(session, ContactSettings("PL"), NOW)
        by, to = Purpose.CREDENTIALS_BY_SMS, parse(number)
        queue_message.queue(session, Outgoing(by, ada.id, Route("smsapi", "FIRMA"), to, "Hi"), NOW)
        [claimed] = claim_messages.claim(session, NOW, Lane.REST)
        accepted = Accepted(number, 1, Decimal(points))
        record_attempt.record(session, claimed.attempt_key, accepted, NOW)

    run(took, "+48500100200", "0.16")
    run(took, "+48600100200", "0.24")
    administrator.post(PAGE)

    assert "≈ 6,020 SMS to Poland" in shown(administrator.get(PAGE))
