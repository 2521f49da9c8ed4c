from __future__ import annotations

from occ.campaigns.models import Flag, State
from occ.core.run import Runner
from occ.flows import feed_campaign
from occ.flows.record_attempt import Later, Lost, Refused
from occ.messaging.ports import Scope
from tests.builders import at
from tests.campaigns.company import (
    WHY,
    a_campaign,
    answers,
    campaign,
    feeds,
    flags,
    ready,
    settles,
    starts,
    state,
)

PENDING, ON_THE_WAY = Flag.PENDING, Flag.ON_THE_WAY


def test_a_campaign_reaches_everybody_once_and_ends(run: Runner) -> None:  # E
    owner = run(ready)
    key = run(a_campaign, owner, 3)

    starts(run, owner, key)
    claimed = feeds(run, key)
    answers(run, claimed)
    again = feeds(run, key, at(1))

    assert [one.recipient for one in claimed] == ["+48500100001", "+48500100002", "+48500100003"]
    assert again == []
    assert flags(run, key) == [ON_THE_WAY] * 3
    assert state(run, key) is State.FINISHED


def test_a_recipients_own_error_stops_nobody_else(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 3)

    starts(run, owner, key)
    answers(run, feeds(run, key), Refused("21211", WHY, Scope.MESSAGE))

    assert flags(run, key) == [Flag.FAILED, ON_THE_WAY, ON_THE_WAY]
    feeds(run, key, at(1))
    assert state(run, key) is State.FINISHED


def test_an_account_that_is_refused_stops_it_and_says_why(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 3)

    starts(run, owner, key)
    answers(run, feeds(run, key), Refused("20003", WHY, Scope.ACCOUNT))
    feeds(run, key, at(1))
    settles(run, at(1))

    stopped = campaign(run, key)
    assert (stopped.state, stopped.reason) == (State.STOPPED_ERROR, WHY.as_json())
    # Who was refused with the account is pending again: nobody was sent to in vain.
    assert flags(run, key) == [PENDING, ON_THE_WAY, ON_THE_WAY]


def test_a_lost_answer_keeps_it_open(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 2)

    starts(run, owner, key)
    answers(run, feeds(run, key), Lost("timeout"), Later("429", WHY))
    feeds(run, key, at(1))

    assert flags(run, key) == [Flag.SENDING, Flag.SENDING]
    assert state(run, key) is State.RUNNING
    assert feed_campaign.AT_ONCE >= 2
