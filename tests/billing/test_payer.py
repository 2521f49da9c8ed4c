"""Who pays, in one place."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from occ.billing import payer, powers
from occ.billing.payer import By, Purpose
from occ.billing.power_models import PowerKind
from occ.core.errors import NotAllowed
from occ.core.run import Runner
from occ.settings import store
from occ.settings.pages import CreditSettings
from tests.builders import NOW, an_agent


def with_credit(session: Session) -> int:
    user = an_agent(session, online=False)
    powers.give(session, user.id, PowerKind.CREDITS, None, NOW)
    return user.id


def without_credit(session: Session) -> int:
    return an_agent(session, online=False).id


@pytest.mark.parametrize(
    ("purpose", "by"),
    [
        (Purpose.CAMPAIGN, By.WALLET),
        (Purpose.CREDENTIALS_BY_SMS, By.WALLET),
        (Purpose.CREDENTIALS_BY_WHATSAPP, By.BATCH),
        (Purpose.REPLY, By.NOBODY),
        (Purpose.GREETING, By.NOBODY),
    ],
)
def test_the_starter_pays_by_wallet_and_replies_cost_nobody(
    run: Runner, purpose: Purpose, by: By
) -> None:
    ana = run(with_credit)

    found = run(payer.who_pays, purpose, ana)

    assert found.by is by
    assert (found.wallet_id is not None) == (by is By.WALLET)


def test_without_the_power_nobody_pays_and_nothing_limits(run: Runner) -> None:  # D8
    ben = run(without_credit)

    assert run(payer.who_pays, Purpose.CAMPAIGN, ben).by is By.NOBODY


def test_or_sending_is_refused_where_the_settings_say_so(run: Runner) -> None:  # D8
    ben, ana = run(without_credit), run(with_credit)
    run(store.save, CreditSettings(refuse_without=True), NOW)

    with pytest.raises(NotAllowed, match="you have no Credits power"):
        run(payer.who_pays, Purpose.CAMPAIGN, ben)
    assert run(payer.who_pays, Purpose.CAMPAIGN, ana).by is By.WALLET
    assert run(payer.who_pays, Purpose.CREDENTIALS_BY_SMS, ben).by is By.NOBODY
    assert run(payer.who_pays, Purpose.REPLY, ben).by is By.NOBODY


def test_answers_are_paid_where_the_settings_say_so(run: Runner) -> None:  # D8
    ben, ana = run(without_credit), run(with_credit)
    run(store.save, CreditSettings(refuse_without=True, replies_paid=True), NOW)

    assert run(payer.who_pays, Purpose.REPLY, ana).by is By.WALLET
    assert run(payer.who_pays, Purpose.REPLY, ben).by is By.NOBODY


def test_a_withdrawn_power_pays_no_more(run: Runner) -> None:
    ana = run(with_credit)
    with run.reading() as session:
        [power] = powers.of(session, ana)
    run(powers.withdraw, power, NOW)

    assert run(payer.who_pays, Purpose.CAMPAIGN, ana).by is By.NOBODY
