"""A campaign stops, and goes on where it stopped: nobody twice, nobody left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from occ.billing import powers, wallets
from occ.billing.power_models import PowerKind
from occ.campaigns.models import Flag, State
from occ.core import ids
from occ.core.errors import Conflict
from occ.core.run import Runner
from occ.flows import look_after_campaign, pause_campaign, start_campaign
from occ.flows.record_attempt import Later, Lost
from occ.messaging.outbox import Claimed
from occ.users.models import User
from tests.billing.purse import stands
from tests.builders import NOW, at
from tests.campaigns.company import (
    FAST,
    WHY,
    a_campaign,
    agree,
    answers,
    campaign,
    feeds,
    flags,
    people,
    phone,
    ready,
    settles,
    starts,
    state,
    stays_unknown,
    take_back,
)
from tests.flows.sending.first import PRICE

PENDING, ON_THE_WAY = Flag.PENDING, Flag.ON_THE_WAY


def pays(session: Session, owner: User, credits: int) -> int:
    """The owner's wallet, with so many credits."""
    powers.give(session, owner.id, PowerKind.CREDITS, None, NOW)
    wallet = wallets.open_for(session, owner.id, NOW)
    wallets.adjust(session, wallet.id, credits, (ids.new("add"), None, "To begin"), NOW)
    return wallet.id


def test_without_credit_it_stops_and_rebuild_goes_on_with_the_rest(run: Runner) -> None:  # E7
    owner = run(ready)
    wallet = run(pays, owner, 3)
    key = run(a_campaign, owner, 4)

    starts(run, owner, key)
    first = feeds(run, key)
    answers(run, first)

    assert len(first) == 3000 // PRICE == 2
    assert state(run, key) is State.STOPPED_CREDIT
    assert flags(run, key) == [ON_THE_WAY, ON_THE_WAY, PENDING, PENDING]
    assert stands(run, wallet) == (0, 0)

    run(wallets.adjust, wallet, 10, (ids.new("add"), None, "More"), NOW)
    starts(run, owner, key, at(5))
    rest = feeds(run, key, at(5))
    answers(run, rest, now=at(5))

    assert [one.recipient for one in rest] == [phone(3), phone(4)]
    assert flags(run, key) == [ON_THE_WAY] * 4
    assert sum(each.spent for each in people(run, key).values()) == 4 * PRICE
    assert stands(run, wallet) == (10_000 - 2 * PRICE, 0)


def test_pause_takes_back_what_waits_to_be_tried_again(run: Runner) -> None:
    owner = run(ready)
    wallet = run(pays, owner, 10)
    key = run(a_campaign, owner, 3)
    starts(run, owner, key)
    claimed = feeds(run, key)
    answers(run, claimed, Later("429", WHY))

    run(pause_campaign.pause, owner.id, key, at(1))
    settles(run, at(1))

    assert state(run, key) is State.PAUSED
    assert feeds(run, key, at(2)) == []
    assert flags(run, key) == [PENDING, ON_THE_WAY, ON_THE_WAY]
    assert stands(run, wallet) == (10_000 - 2 * PRICE, 0)
    starts(run, owner, key, at(3))
    assert [one.recipient for one in feeds(run, key, at(3))] == [phone(1)]


def test_what_comes_to_wait_after_the_pause_is_taken_back_too(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 1)
    starts(run, owner, key)
    claimed = feeds(run, key)

    run(pause_campaign.pause, owner.id, key, at(1))
    answers(run, claimed, Later("429", WHY), now=at(1))
    run(pause_campaign.recall_left, key, at(1))
    settles(run, at(1))

    assert flags(run, key) == [PENDING]


def the_first_is_lost(run: Runner, claimed: Sequence[Claimed]) -> None:
    """And not to be found by the resolver."""
    answers(run, claimed, Lost("timeout"))
    stays_unknown(run, claimed[0])


def test_a_lost_answer_is_not_sent_again_unless_a_person_says_so(run: Runner) -> None:  # E7
    owner = run(ready)
    key = run(a_campaign, owner, 2)
    starts(run, owner, key)
    claimed = feeds(run, key)
    the_first_is_lost(run, claimed)

    assert flags(run, key) == [Flag.UNKNOWN, ON_THE_WAY]
    feeds(run, key, at(60))
    assert state(run, key) is State.FINISHED
    with pytest.raises(Conflict):
        starts(run, owner, key, at(61))

    run(look_after_campaign.send_again, owner.id, key, at(62))

    assert flags(run, key) == [PENDING, ON_THE_WAY]
    assert [one.recipient for one in feeds(run, key, at(62))] == [phone(1)]


def test_the_unknown_are_sent_to_again_while_the_rest_is_on_its_way(run: Runner) -> None:  # E7
    owner = run(ready, replace(FAST, sms_rate=1))
    key = run(a_campaign, owner, 2)
    starts(run, owner, key)
    claimed = feeds(run, key)
    the_first_is_lost(run, claimed)
    assert (flags(run, key), state(run, key)) == ([Flag.UNKNOWN, PENDING], State.RUNNING)

    run(look_after_campaign.send_again, owner.id, key, at(60))
    with pytest.raises(Conflict, match="unknown any more"):
        run(look_after_campaign.send_again, owner.id, key, at(60))
    sent = [feeds(run, key, at(second)) for second in (60, 62, 64)]

    assert [one.recipient for each in sent for one in each] == [phone(1), phone(2)]
    assert flags(run, key) == [Flag.SENDING, Flag.SENDING]


def test_consent_and_own_list_are_asked_again_at_the_claim(run: Runner) -> None:  # C3
    owner = run(ready)
    key = run(a_campaign, owner, 2)
    starts(run, owner, key)
    run(take_back, phone(1))

    claimed = feeds(run, key)

    assert [one.recipient for one in claimed] == [phone(2)]
    assert people(run, key)[phone(1)].reason == "no_consent"
    assert flags(run, key) == [Flag.SKIPPED, Flag.SENDING]


def test_a_campaign_to_nobody_ends_and_says_why(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 1)
    starts(run, owner, key)
    run(take_back, phone(1))

    feeds(run, key)
    feeds(run, key, at(1))

    ended = campaign(run, key)
    assert ended.state is State.FINISHED
    assert ended.reason is not None and "nobody" in str(ended.reason["text"])


def test_agreeing_twice_changes_nothing(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 1)
    run(agree, [phone(1)])

    starts(run, owner, key)
    with pytest.raises(Conflict):
        run(start_campaign.confirm, owner.id, key, NOW)
