"""Whom the operators' blacklist held lately is left out, and counted with the reason (E3, E4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from occ.campaigns import counts, lifecycle, recipients
from occ.campaigns.models import Flag, State
from occ.contacts import operators_blacklist
from occ.core.run import Runner
from occ.flows.record_attempt import Refused
from occ.messaging.ports import Scope
from tests.builders import NOW, at
from tests.campaigns.company import (
    FAST,
    WHY,
    a_campaign,
    answers,
    feeds,
    flags,
    people,
    phone,
    ready,
    starts,
    state,
)


def reported(run: Runner, number: int, days_ago: int = 1) -> None:
    told = NOW - timedelta(days=days_ago)
    run(operators_blacklist.report, phone(number), "smsapi", "57", told)


def test_it_is_counted_with_its_reason_before_anything_is_sent(run: Runner) -> None:
    owner = run(ready)
    reported(run, 1)
    reported(run, 2, days_ago=31)

    key = run(a_campaign, owner, 3)

    assert flags(run, key) == [Flag.SKIPPED, Flag.PENDING, Flag.PENDING]
    with run.reading() as session:
        found = recipients.of(session, lifecycle.find(session, key))
        assert counts.reasons(session, found.id) == {"blacklisted": 1}


def test_whom_another_campaign_found_on_it_meanwhile_is_left_out_at_the_claim(run: Runner) -> None:
    owner = run(ready)
    first, second = run(a_campaign, owner, 2), run(a_campaign, owner, 2)
    starts(run, owner, first)
    answers(run, feeds(run, first), Refused("30004", WHY, Scope.MESSAGE))
    assert flags(run, first) == [Flag.BLACKLISTED, Flag.ON_THE_WAY]

    starts(run, owner, second, at(1))
    sent = feeds(run, second, at(2))

    assert [one.recipient for one in sent] == [phone(2)]
    assert people(run, second)[phone(1)].reason == "blacklisted"


def test_a_campaign_to_none_but_them_ends(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 1)
    starts(run, owner, key)
    reported(run, 1)

    assert feeds(run, key, at(1)) == [] == feeds(run, key, at(2))
    assert (state(run, key), flags(run, key)) == (State.FINISHED, [Flag.SKIPPED])


@pytest.mark.parametrize(("days", "is_left_out"), [(0, False), (1, True)])
def test_how_long_is_a_setting(run: Runner, days: int, is_left_out: bool) -> None:
    owner = run(ready, replace(FAST, blacklist_days=days))
    reported(run, 1)

    key = run(a_campaign, owner, 1)

    assert flags(run, key) == [Flag.SKIPPED if is_left_out else Flag.PENDING]
