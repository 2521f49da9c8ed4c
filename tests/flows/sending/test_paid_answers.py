"""Answers take the credit of who writes them, where the settings say so (D8)."""

from __future__ import annotations

import pytest

from occ.billing import powers, wallets
from occ.billing.power_models import PowerKind
from occ.core.run import Runner
from occ.flows import delivery_status, record_attempt, resolve_attempt, retry_message
from occ.flows.claim_messages import UNPAID_PAUSE
from occ.flows.record_attempt import Accepted, Lost, Refused
from occ.messaging.ports import Delivery, Scope
from occ.settings import store
from occ.settings.pages import CreditSettings
from occ.users.models import User
from tests.builders import NOW, at
from tests.flows.sending import post
from tests.flows.sending.first import PRICE, Sender, a_price, claims, credit
from tests.flows.sending.post import WHY, message, report


@pytest.fixture(autouse=True)
def prices(run: Runner) -> None:
    run(a_price)


def paid_talk(run: Runner, credits: int) -> tuple[User, str, Sender]:
    """An agent whose answers are paid from so much credit."""
    run(store.save, CreditSettings(replies_paid=True), NOW)
    ana, conversation = post.a_talk(run)
    run(powers.give, ana.id, PowerKind.CREDITS, None, NOW)
    wallet = run(wallets.open_for, ana.id, NOW)
    if credits:
        run(wallets.adjust, wallet.id, credits, ("add", None, "To begin"), NOW)
    return ana, conversation, Sender(ana.id, wallet.id)


def test_an_answer_takes_the_agents_credit_where_the_settings_say_so(run: Runner) -> None:
    ana, conversation, sender = paid_talk(run, 10)
    post.answers(run, ana, conversation)

    assert post.claims(run) == []
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1"), at(1))

    assert credit(run, sender) == (10_000 - PRICE, 0)


def test_an_answer_without_credit_waits_and_those_after_it_wait_their_turn(run: Runner) -> None:
    ana, conversation, sender = paid_talk(run, 0)
    keys = [post.answers(run, ana, conversation, body) for body in ("first", "second")]
    assert claims(run) == []
    assert [message(run, key).reason_code for key in keys] == ["no_credit", None]

    run(wallets.adjust, sender.wallet_id, 5, ("more", None, "More"), NOW)

    assert [claimed.body for claimed in claims(run, NOW + UNPAID_PAUSE)] == ["first"]


@pytest.mark.parametrize(
    ("before", "costs"),
    [
        (Lost("timeout"), 1),
        (Refused("63003", WHY, Scope.MESSAGE), 1),
        (Accepted("SM0"), 2),
    ],
    ids=["unknown", "refused", "undelivered"],
)
def test_an_answer_sent_again_is_paid_as_often_as_it_was_taken(
    run: Runner, before: Lost | Refused | Accepted, costs: int
) -> None:
    ana, conversation, sender = paid_talk(run, 10)
    key = post.answers(run, ana, conversation)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, before, at(1))
    if isinstance(before, Accepted):
        run(delivery_status.take, report(Delivery.UNDELIVERED, "SM0"), at(2))
    for seconds in (10, 30, 60, 200):
        run(resolve_attempt.found, claimed.attempt_key, None, at(seconds))

    run(retry_message.retry, ana.id, key, at(300))
    [again] = claims(run, at(300))
    run(record_attempt.record, again.attempt_key, Accepted("SM1"), at(301))

    assert credit(run, sender) == (10_000 - costs * PRICE, 0)
