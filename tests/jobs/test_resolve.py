"""An answer that was lost: the provider's list is asked, and nothing is sent again blindly."""

from __future__ import annotations

import pytest

from occ.core import clock
from occ.flows import claim_messages, retry_message
from occ.jobs import inbox, messages, resolve
from occ.messaging.models import AttemptState, HandOver
from occ.product import Product
from occ.providers.simulator.server import Simulator
from tests.jobs.ana import Ana, outbound, taken, time_passes
from tests.jobs.house import HASTY_SECONDS, PATIENT_SECONDS, waits_for_answers

LOST_AFTER = ({"lose_answers": "close"}, {"lose_answers": "silence"}, {"broken": "after"})


@pytest.fixture(autouse=True)
def no_reports(product: Product, simulator: Simulator) -> None:
    """So that nothing but the list tells what became of a message."""
    simulator.behave(drop_callbacks=True)


def look(product: Product) -> None:
    time_passes(product.run)
    resolve.resolve_lost(product)


def look_until_known(product: Product, ana: Ana) -> int:
    looks = 0
    while any(message.hand_over is HandOver.CALLING for message in ana.messages()):
        look(product)
        looks += 1
    return looks


def give_up(product: Product, ana: Ana, simulator: Simulator) -> None:
    """The list lags behind for longer than it is asked."""
    rows = simulator.exchange.messages[:]
    simulator.exchange.messages.clear()
    look_until_known(product, ana)
    simulator.exchange.messages += rows


def again(product: Product, ana: Ana) -> None:
    """A person has the list asked once more for everything that is unknown."""
    for message in ana.messages():
        if message.hand_over is HandOver.UNKNOWN:
            product.run(retry_message.look_again, ana.user.id, message.key, clock.now())


@pytest.mark.parametrize("trouble", LOST_AFTER, ids=str)
def test_what_was_taken_is_found_in_the_list_and_not_sent_again(
    product: Product, ana: Ana, simulator: Simulator, trouble: dict[str, str]
) -> None:
    ana.answers("Did it go?", "And this?")
    simulator.behave(**trouble, times=1)
    waits_for_answers(product, simulator, HASTY_SECONDS)

    messages.send_due(product)
    waits_for_answers(product, simulator, PATIENT_SECONDS)
    assert ana.ticks() == ["sending", "waiting"]
    assert not messages.send_due(product), "nothing overtakes it"
    look(product)
    messages.send_due(product)

    assert taken(simulator) == ["Did it go?", "And this?"]
    assert [message.hand_over for message in ana.messages()] == [HandOver.ACCEPTED] * 2
    assert len(ana.attempts()) == 2


def test_what_is_not_in_the_list_is_looked_for_again_and_then_a_person_decides(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("Did it go?")
    simulator.behave(broken="before", times=1)
    messages.send_due(product)

    assert look_until_known(product, ana) > 2, "the list may lag behind"

    assert ana.ticks() == ["unknown"]
    assert not messages.send_due(product)
    assert taken(simulator) == []


def test_a_lost_answer_holds_up_what_follows_for_one_look_and_the_same_words_to_the_end(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("Did it go?", "And this?", "Did it go?")
    simulator.behave(broken="before", times=1)
    messages.send_due(product)
    assert not messages.send_due(product)

    look(product)
    while messages.send_due(product):
        pass
    assert ana.ticks()[0] == "sending", "it is still being looked for"
    assert taken(simulator) == ["And this?"]

    look_until_known(product, ana)
    messages.send_due(product)
    assert taken(simulator) == ["And this?", "Did it go?"]
    assert [message.hand_over for message in ana.messages()] == [
        HandOver.UNKNOWN,
        HandOver.ACCEPTED,
        HandOver.ACCEPTED,
    ]


def test_sending_an_unknown_one_again_is_a_real_new_attempt(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("Did it go?")
    simulator.behave(broken="before", times=1)
    messages.send_due(product)
    look_until_known(product, ana)

    [message] = ana.messages()
    product.run(retry_message.retry, ana.user.id, message.key, clock.now())
    messages.send_due(product)

    assert taken(simulator) == ["Did it go?"]
    assert [attempt.state for attempt in ana.attempts()] == [
        AttemptState.UNKNOWN,
        AttemptState.ACCEPTED,
    ]


def test_an_unknown_one_is_found_when_a_person_has_it_looked_for(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("Did it go?")
    simulator.behave(lose_answers="close", times=1)
    messages.send_due(product)
    give_up(product, ana, simulator)
    assert ana.ticks() == ["unknown"]

    again(product, ana)
    look(product)

    assert ana.messages()[0].hand_over is HandOver.ACCEPTED
    assert taken(simulator) == ["Did it go?"]


def test_while_the_provider_is_down_nothing_is_given_up(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("Did it go?")
    simulator.behave(lose_answers="close", times=1)
    messages.send_due(product)

    simulator.behave(down=True)
    for _ in range(6):
        look(product)
    assert ana.ticks() == ["sending"]

    simulator.behave(down=False)
    look(product)
    assert ana.messages()[0].hand_over is HandOver.ACCEPTED


def test_the_same_words_said_before_are_not_taken_for_these(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("OK", "OK")
    messages.send_due(product)
    simulator.behave(broken="before", times=1)
    messages.send_due(product)

    look_until_known(product, ana)

    assert [message.hand_over for message in ana.messages()] == [
        HandOver.ACCEPTED,
        HandOver.UNKNOWN,
    ]
    assert taken(simulator) == ["OK"]


def test_the_same_words_twice_with_both_answers_lost_are_both_found(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    simulator.behave(lose_answers="close")
    for _ in range(2):
        ana.answers("OK")
        messages.send_due(product)
        give_up(product, ana, simulator)

    again(product, ana)
    look(product)

    assert taken(simulator) == ["OK", "OK"]
    ours = {message.provider_sid for message in ana.messages()}
    assert ours == {row.sid for row in simulator.exchange.messages}


def test_a_process_that_died_in_the_call_leaves_an_attempt_and_not_a_message_to_send(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    """Claimed, called and gone before the answer was kept, as by kill -9."""
    ana.answers("Did it go?", "And this?")
    [claimed] = product.run(claim_messages.claim, clock.now())
    product.twilio.send(simulator.credentials, outbound(claimed))

    time_passes(product.run)
    assert not messages.send_due(product)
    resolve.resolve_lost(product)
    messages.send_due(product)

    assert taken(simulator) == ["Did it go?", "And this?"]


def test_a_look_twice_changes_nothing_the_second_time(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    ana.answers("Did it go?")
    simulator.behave(lose_answers="close", times=1)
    messages.send_due(product)

    look(product)
    first = [(row.hand_over, row.provider_sid, row.delivery) for row in ana.messages()]
    look(product)

    assert [(row.hand_over, row.provider_sid, row.delivery) for row in ana.messages()] == first
    assert [attempt.state for attempt in ana.attempts()] == [AttemptState.ACCEPTED]


def test_a_report_tells_of_a_call_whose_answer_was_lost_before_any_look(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    simulator.behave(drop_callbacks=False, lose_answers="close", times=1)
    ana.answers("Did it go?")

    messages.send_due(product)
    assert simulator.settle()
    time_passes(product.run)
    inbox.handle_left(product)

    assert ana.ticks() == ["read"]
    assert [attempt.state for attempt in ana.attempts()] == [AttemptState.ACCEPTED]


def test_one_that_nobody_answers_for_lets_the_others_have_their_turn(
    product: Product, ana: Ana, simulator: Simulator
) -> None:
    for customer in range(1, resolve.IN_VAIN + 2):
        ana.answers("Did it go?", customer=customer)
    simulator.behave(lose_answers="close")
    while messages.send_due(product):
        pass
    simulator.behave(lists="broken")
    time_passes(product.run)

    resolve.resolve_lost(product)

    now = clock.now()
    due = [attempt for attempt in ana.attempts() if attempt.resolve_at <= now]
    assert len(due) == 1, "an account that does not answer is not asked for all of them"
    simulator.behave(lists="")
    resolve.resolve_lost(product)
    known = [message for message in ana.messages() if message.hand_over is HandOver.ACCEPTED]
    assert [message.id for message in known] == [due[0].message_id]


def test_a_turn_that_found_as_many_as_it_takes_is_followed_by_another_at_once(
    product: Product, ana: Ana, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that died left a hundred of them: twenty every two seconds is too slow."""
    monkeypatch.setattr(resolve, "AT_ONCE", 2)
    for customer in (1, 2, 3):
        ana.answers("Did it go?", customer=customer)
    simulator.behave(lose_answers="close")
    while messages.send_due(product):
        pass
    time_passes(product.run)

    assert resolve.resolve_lost(product)
    assert not resolve.resolve_lost(product), "nothing else is due"
    assert ana.ticks() == ["read"] * 3
