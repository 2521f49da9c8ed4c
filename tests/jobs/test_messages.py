"""What was queued leaves once, in order, and its ticks tell the truth."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.app import assemble
from occ.config import Config
from occ.core import clock
from occ.core.run import Runner
from occ.flows import set_up
from occ.flows.record_attempt import MOST_TRIES
from occ.jobs import inbox, messages
from occ.messaging import halts
from occ.messaging.models import HandOver, Message
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.settings import store
from occ.settings.pages import TwilioSettings
from tests.jobs.ana import Ana, taken, time_passes
from tests.jobs.house import HASTY_SECONDS, waits_for_answers

NOT_ON_WHATSAPP, NO_SUCH_SENDER, WRONG_TOKEN = 63003, 63007, 20003
HALTS = {NO_SUCH_SENDER: "whatsapp:+390612345678", WRONG_TOKEN: "account"}
halting = pytest.mark.parametrize("code", HALTS)


def send_all(product: Product) -> None:
    while messages.send_due(product):
        pass


def settle(product: Product, simulator: Simulator) -> None:
    """Every report has come and is handled."""
    assert simulator.settle()
    time_passes(product.run)
    inbox.handle_left(product)


def halted(run: Runner) -> list[str]:
    with run.reading() as session:
        return [halt.sender for halt in halts.present(session)]


def test_an_answer_leaves_once_and_is_read(  # A8
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("We open at nine.")

    assert messages.send_due(product)
    assert not messages.send_due(product)
    settle(product, simulator)

    assert taken(simulator) == ["We open at nine."]
    assert ana.ticks() == ["read"]


def test_it_leaves_from_the_number_that_was_written_to(  # A2
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("We open at nine.")

    messages.send_due(product)

    [row] = simulator.exchange.messages
    assert (row.sender, row.recipient) == ("whatsapp:+390612345678", "whatsapp:+48500100001")


def test_answers_of_one_conversation_leave_in_order(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    said = [f"Line {number}" for number in range(6)]
    ana.answers(*said)

    send_all(product)

    assert taken(simulator) == said


def test_one_that_has_to_wait_holds_up_those_behind_it_and_no_other_conversation(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("first", "second", customer=1)
    simulator.behave(busy=True, times=1)
    messages.send_due(product)
    product.run(wait_an_hour)

    ana.answers("to somebody else", customer=2)
    send_all(product)
    assert taken(simulator) == ["to somebody else"]

    time_passes(product.run)
    send_all(product)
    assert taken(simulator) == ["to somebody else", "first", "second"]


def wait_an_hour(session: Session) -> None:
    """However slow the machine is, the pause is not over while the test looks."""
    session.execute(
        update(Message)
        .where(Message.hand_over == HandOver.WAITING)
        .values(due_at=clock.now() + timedelta(hours=1))
    )


def test_a_silent_answer_holds_up_no_other_conversation(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    for number in range(12):
        ana.answers(f"To {number}", customer=number)
    simulator.behave(lose_answers="silence", times=1)
    waits_for_answers(product, simulator, HASTY_SECONDS)

    messages.send_due(product)

    assert len(taken(simulator)) == 12


def test_a_refused_one_says_why_and_those_behind_it_go(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("first", "second")
    simulator.behave(fail=NOT_ON_WHATSAPP, times=1)

    send_all(product)
    settle(product, simulator)

    first, _ = ana.messages()
    assert ana.ticks() == ["failed", "read"]
    assert first.reason_code == "63003" and first.reason
    assert halted(product.run) == []


@halting
def test_what_is_not_a_messages_fault_halts_its_sender_and_nothing_more_is_claimed(
    product: Product, ana: Ana, simulator: Simulator, code: int
) -> None:
    ana.answers("first", "second", customer=1)
    ana.answers("third", customer=2)
    simulator.behave(fail=code, times=2)

    messages.send_due(product)
    time_passes(product.run)

    assert not messages.send_due(product)
    assert taken(simulator) == []
    assert ana.ticks() == ["waiting"] * 3
    assert halted(product.run) == [HALTS[code]]


@halting
def test_saving_the_account_anew_lets_everything_go(  # A1
    product: Product, ana: Ana, simulator: Simulator, code: int
) -> None:
    ana.answers("first", "second")
    simulator.behave(fail=code, times=1)
    messages.send_due(product)
    account = simulator.credentials

    mended = TwilioSettings(True, account.account_sid, account.auth_token, "f" * 32)
    product.run(set_up.save, None, mended, clock.now())
    send_all(product)

    assert halted(product.run) == []
    assert taken(simulator) == ["first", "second"]


def test_a_wrong_token_loses_nothing_and_the_right_one_sends_it(  # A1
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    sid, right = simulator.credentials.account_sid, simulator.credentials.auth_token
    product.run(set_up.save, None, TwilioSettings(True, sid, "0" * 32), clock.now())
    ana.answers("At last")
    messages.send_due(product)
    assert (ana.ticks(), halted(product.run)) == (["waiting"], ["account"])

    product.run(set_up.save, None, TwilioSettings(True, sid, right), clock.now())
    messages.send_due(product)

    assert taken(simulator) == ["At last"]


def test_a_busy_provider_is_asked_ever_more_seldom_and_then_a_person_decides(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("Patience")
    simulator.behave(busy=True)
    pauses = []

    while True:
        asked_at = clock.now()
        assert messages.send_due(product)
        [message] = ana.messages()
        if ana.ticks() == ["failed"]:
            break
        assert message.due_at
        pauses.append(message.due_at - asked_at)
        assert not messages.send_due(product)
        time_passes(product.run)

    assert len(pauses) == MOST_TRIES - 1
    assert pauses == sorted(pauses)
    assert taken(simulator) == []


def test_a_busy_provider_takes_it_in_the_end(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("Patience")
    simulator.behave(busy=True, times=2)

    for _ in range(3):
        messages.send_due(product)
        time_passes(product.run)
    settle(product, simulator)

    assert taken(simulator) == ["Patience"]
    assert ana.ticks() == ["read"]
    assert ana.messages()[0].reason is None


def test_reports_before_the_answer_doubled_and_shuffled_only_move_a_tick_up(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    simulator.behave(callback_first=True, double=True, disorder=True)
    ana.answers("Quick", "and quicker")

    send_all(product)
    settle(product, simulator)

    assert taken(simulator) == ["Quick", "and quicker"]
    assert ana.ticks() == ["read", "read"]


def test_a_message_that_was_taken_and_could_not_be_delivered_says_so(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    simulator.behave(fail=63003, fail_when="later")
    ana.answers("Are you there?")

    messages.send_due(product)
    settle(product, simulator)

    assert ana.ticks() == ["undelivered"]
    assert ana.messages()[0].reason_code == "63003"


@pytest.mark.parametrize("settings", [TwilioSettings(True), TwilioSettings(False, "AC1", "token")])
def test_without_an_account_or_with_the_channel_off_everything_waits(  # A1
    product: Product, ana: Ana, simulator: Simulator, settings: TwilioSettings
) -> None:
    ana.answers("Later")
    product.run(store.save, settings, clock.now())

    assert not messages.send_due(product)

    assert ana.ticks() == ["waiting"]
    assert taken(simulator) == []


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_many_processes_of_jobs_never_send_a_message_twice(
    product: Product, ana: Ana, config: Config, simulator: Simulator
) -> None:
    said = [f"{line} to {customer}" for line in range(3) for customer in range(8)]
    for body in said:
        ana.answers(body, customer=int(body.split()[-1]))
    processes = [assemble(config, lambda _database: lambda _events: None) for _ in range(4)]
    threads = [threading.Thread(target=send_until_done, args=(each, ana)) for each in processes]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken(simulator)) == sorted(said)
    for customer in range(8):
        theirs = [body for body in taken(simulator) if body.endswith(f"to {customer}")]
        assert theirs == sorted(theirs)
    for process in processes:
        process.run.database.close()


def send_until_done(product: Product, ana: Ana) -> None:
    while {message.hand_over for message in ana.messages()} != {HandOver.ACCEPTED}:
        messages.send_due(product)
