"""A choice that was made and can't go waits, says why, and goes by itself (B3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from occ.billing import powers
from occ.billing.power_models import PowerKind
from occ.core.errors import Conflict
from occ.core.run import Runner
from occ.credentials import ready
from occ.credentials.models import State, Way, What
from occ.flows import delivery_status, end_credentials, people, resolve_attempt
from occ.flows.record_attempt import Accepted, Lost, Refused
from occ.flows.send_credentials import GOOD_FOR, HandOut
from occ.messaging.models import HandOver
from occ.messaging.ports import Delivery, Scope
from occ.users import links
from occ.users.models import User
from tests.builders import NOW, an_agent, at
from tests.flows.handing.house import (
    CODE,
    PHONE,
    a_batch,
    a_serving_template,
    choose,
    claims,
    go_on,
    guest,
    hand_out,
    messages,
    sent,
    standing,
    state,
    why,
)
from tests.flows.sending.first import units
from tests.flows.sending.post import WHY, report

REFUSED = Refused("63024", WHY, Scope.MESSAGE)


def test_with_nothing_left_it_waits_and_goes_once_a_batch_is_loaded(run: Runner, ada: User) -> None:
    handed = hand_out(run, guest(ada, way=Way.WHATSAPP))
    assert state(run, handed.account) is State.WAITING
    assert why(run, handed.account).startswith("No WhatsApp message is left")
    assert run(ready.to_look_at, at(1)) == []

    batch = run(a_batch, 1)
    assert run(ready.to_look_at, at(2)) == [handed.account.id]
    go_on(run, handed.account, at(2))
    claimed = sent(run, now=at(2))

    assert claimed.template is not None and claimed.template.variables["3"] == CODE
    assert state(run, handed.account) is State.USABLE
    assert why(run, handed.account) == ""
    assert messages(run)[0].batch_id == batch


def test_it_waits_for_a_template_and_then_says_what_else_is_missing(run: Runner, ada: User) -> None:
    run(a_batch, 1)
    handed = hand_out(run, guest(ada, way=Way.WHATSAPP, language="pl"))
    assert why(run, handed.account).startswith("No template that WhatsApp has approved")

    run(a_serving_template, What.CODE, "pl")
    go_on(run, handed.account, at(2))

    assert state(run, handed.account) is State.SENDING


def test_no_more_go_than_there_are_units_the_oldest_first(run: Runner, ada: User) -> None:
    waiting = [hand_out(run, guest(ada, way=Way.WHATSAPP)).account.id for _ in range(3)]

    run(a_batch, 2)

    assert run(ready.to_look_at, at(1)) == waiting[:2]


def test_one_that_finds_no_unit_at_the_last_moment_says_so_and_goes_later(
    run: Runner, ada: User
) -> None:
    run(a_batch, 1)
    first, second = (hand_out(run, guest(ada, way=Way.WHATSAPP)).account for _ in range(2))

    sent(run)
    assert (state(run, first), state(run, second)) == (State.USABLE, State.SENDING)
    assert "No WhatsApp message is left" in why(run, second)

    run(a_batch, 1)
    sent(run, Accepted("SM2", None), at(61))
    assert state(run, second) is State.USABLE
    assert units(run) == [(1, 0, 0), (1, 0, 0)]


def test_while_it_waits_another_way_may_be_chosen(run: Runner, ada: User) -> None:
    handed = hand_out(run, guest(ada, way=Way.WHATSAPP))

    chosen = choose(run, handed.page_key, Way.SCREEN, at(3))

    assert (chosen.shown, chosen.account.state) == (CODE, State.USABLE)
    assert run(ready.to_look_at, at(4)) == []


def test_once_it_is_on_its_way_no_other_way_may_be_chosen(run: Runner, ada: User) -> None:
    handed = hand_out(run, guest(ada, way=Way.SMS))

    with pytest.raises(Conflict, match="can't be changed any more"):
        choose(run, handed.page_key, Way.SCREEN, at(3))


@pytest.mark.parametrize("late", [False, True], ids=["refused", "undelivered"])
def test_what_does_not_arrive_gives_its_unit_back_and_may_be_chosen_again(  # B3
    run: Runner, ada: User, late: bool
) -> None:
    run(a_batch, 1)
    handed = hand_out(run, guest(ada, way=Way.WHATSAPP))
    sent(run, None if late else REFUSED)
    if late:
        assert units(run) == [(1, 0, 0)]
        lost = report(Delivery.UNDELIVERED, error_code="63024", reason=WHY)
        run(delivery_status.take, lost, at(5))

    assert units(run) == [(0, 0, 1)]
    assert state(run, handed.account) is State.FAILED
    assert why(run, handed.account) == WHY.text
    choose(run, handed.page_key, Way.WHATSAPP, at(9))
    sent(run, Accepted("SM2", None), at(10))
    assert state(run, handed.account) is State.USABLE
    assert units(run) == [(1, 0, 0)]


def test_a_late_report_of_an_earlier_message_does_not_touch_the_later_choice(
    run: Runner, ada: User
) -> None:
    run(a_batch, 2)
    handed = hand_out(run, guest(ada, way=Way.WHATSAPP))
    sent(run)
    run(delivery_status.take, report(Delivery.UNDELIVERED, reason=WHY), at(2))
    choose(run, handed.page_key, Way.SCREEN, at(3))

    run(delivery_status.take, report(Delivery.DELIVERED), at(4))

    assert state(run, handed.account) is State.USABLE
    assert standing(run, handed.account).way is Way.SCREEN


def test_what_nobody_knows_of_is_for_the_person_to_repeat(run: Runner, ada: User) -> None:
    handed = hand_out(run, guest(ada, way=Way.SMS))
    claimed = sent(run, Lost("timeout"))
    assert state(run, handed.account) is State.SENDING
    for look in range(4):
        run(resolve_attempt.found, claimed.attempt_key, None, at(10 * (look + 1)))

    assert state(run, handed.account) is State.FAILED
    assert "We don't know whether this arrived" in why(run, handed.account)
    run(delivery_status.take, report(Delivery.DELIVERED, attempt=claimed.attempt_key), at(99))
    assert state(run, handed.account) is State.USABLE


def test_what_is_over_keeps_no_secret_and_sends_nothing(run: Runner, ada: User) -> None:
    waits = hand_out(run, guest(ada, way=Way.WHATSAPP)).account
    leaves = hand_out(run, guest(ada, way=Way.SMS)).account
    over = NOW + GOOD_FOR

    for account in (waits, leaves):
        run(end_credentials.end_due, account.id, over)

    assert {state(run, waits), state(run, leaves)} == {State.ENDED}
    assert {standing(run, each).sealed for each in (waits, leaves)} == {None}
    assert [(row.hand_over, row.sealed) for row in messages(run)] == [(HandOver.REFUSED, None)]
    assert claims(run, over) == []


def test_what_is_being_handed_over_at_this_moment_is_ended_a_little_later(
    run: Runner, ada: User
) -> None:
    account = hand_out(run, guest(ada, way=Way.SMS)).account
    claims(run)
    over = NOW + GOOD_FOR

    run(end_credentials.end_due, account.id, over)

    assert state(run, account) is State.SENDING
    ends_at = standing(run, account).ends_at
    assert ends_at is not None and ends_at > over


def test_an_administrator_cancels_what_has_not_gone(run: Runner, ada: User) -> None:
    account = hand_out(run, guest(ada, way=Way.SMS)).account

    run(end_credentials.cancel, ada.id, account.key, at(1))

    assert claims(run, at(2)) == []
    with pytest.raises(Conflict, match="too late"):
        run(end_credentials.cancel, ada.id, account.key, at(3))


def test_a_refusal_at_the_last_door_makes_no_link_and_ends_none(run: Runner, ada: User) -> None:
    ana = run(an_agent, online=False)
    own = HandOut(ada.id, What.LINK, "en", to=PHONE, user_id=ana.id)
    _, token = run(people.new_link, None, ana.email or "", NOW)
    # Who hands it out has a wallet, and nothing in it knows what a part costs.
    run(powers.give, ada.id, PowerKind.CREDITS, None, NOW)

    handed = hand_out(run, replace(own, way=Way.SMS), at(1))

    assert state(run, handed.account) is State.WAITING
    assert why(run, handed.account).startswith("There is no price")
    assert run(links.owner, token, at(2)).id == ana.id
