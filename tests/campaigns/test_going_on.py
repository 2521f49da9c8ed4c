"""A campaign that was edited or reset goes on as it was agreed, and when (E2, E6, E7)."""

from __future__ import annotations

from dataclasses import replace

from occ.campaigns.contents import Text
from occ.campaigns.models import Flag, State
from occ.core.run import Runner
from occ.flows import (
    check_campaign,
    edit_campaign,
    pause_campaign,
    record_attempt,
    reset_campaign,
    settle_campaign,
    start_campaign,
)
from occ.flows.edit_campaign import Draft
from occ.flows.record_attempt import Later
from occ.users.models import Role
from tests.builders import NOW, an_agent, at
from tests.campaigns.company import (
    FAST,
    WHY,
    a_campaign,
    answers,
    campaign,
    feeds,
    flags,
    prepare,
    ready,
    settles,
    starts,
    state,
)
from tests.flows.sending.first import SMS

ROUTE = f"twilio:{SMS.sender}"
HELLO = Draft("Autumn", Text("Hello"), ROUTE)


def test_nobody_gets_round_the_second_person_by_raising_the_count(run: Runner) -> None:  # E2
    owner = run(ready, replace(FAST, second_person_above=1))
    piotr = run(an_agent, "Piotr", role=Role.SUPERVISOR)
    key = run(a_campaign, owner, 3, count_to_send=1)
    starts(run, owner, key)
    answers(run, feeds(run, key))
    feeds(run, key, at(1))

    run(edit_campaign.edit, owner.id, key, HELLO, None, at(2))
    starts(run, owner, key, at(2))
    assert state(run, key) is State.CONFIRMING
    run(start_campaign.take_back, owner.id, key, at(2))
    assert state(run, key) is State.PAUSED
    starts(run, owner, key, at(3))
    run(start_campaign.confirm, piotr.id, key, at(3))

    assert len(feeds(run, key, at(3))) == 2


def test_what_a_second_person_agreed_to_goes_on_without_them_until_it_is_rewritten(
    run: Runner,
) -> None:  # E2, E7
    owner = run(ready, replace(FAST, second_person_above=1))
    piotr = run(an_agent, "Piotr", role=Role.SUPERVISOR)
    key = run(a_campaign, owner, 2)
    starts(run, owner, key)
    run(start_campaign.confirm, piotr.id, key, NOW)

    run(pause_campaign.pause, owner.id, key, at(1))
    starts(run, owner, key, at(1))
    assert state(run, key) is State.RUNNING
    run(pause_campaign.pause, owner.id, key, at(1))
    run(edit_campaign.edit, owner.id, key, replace(HELLO, text=Text("Other")), None, at(2))
    run(prepare, key)
    starts(run, owner, key, at(2))

    assert state(run, key) is State.CONFIRMING


def test_what_goes_on_keeps_the_time_it_was_given(run: Runner) -> None:  # E2, E7
    owner = run(ready)
    key = run(a_campaign, owner, 3, count_to_send=1)
    starts(run, owner, key)
    answers(run, feeds(run, key))
    feeds(run, key, at(1))

    later = replace(HELLO, due_at=at(600), zone="Europe/Warsaw")
    run(edit_campaign.edit, owner.id, key, later, None, at(2))
    starts(run, owner, key, at(2))
    assert (state(run, key), feeds(run, key, at(2))) == (State.SCHEDULED, [])
    run(start_campaign.begin_due, key, at(600))

    assert len(feeds(run, key, at(600))) == 2


def test_what_is_left_is_what_is_told_before_it_goes_on(run: Runner) -> None:  # E7
    owner = run(ready)
    key = run(a_campaign, owner, 3, count_to_send=2)
    starts(run, owner, key)
    answers(run, feeds(run, key))
    feeds(run, key, at(1))

    run(edit_campaign.edit, owner.id, key, HELLO, None, at(2))
    with run.reading() as session:
        expected = check_campaign.check(session, owner.id, campaign(run, key), at(2)).expected

    assert (expected.people, expected.parts) == (1, 1)


def test_what_waits_of_an_earlier_run_is_taken_back(run: Runner) -> None:  # E6
    owner = run(ready)
    key = run(a_campaign, owner, 1)
    starts(run, owner, key)
    [claimed] = feeds(run, key)
    run(pause_campaign.pause, owner.id, key, at(1))
    run(reset_campaign.reset, owner.id, key, None, at(1))

    run(record_attempt.record, claimed.attempt_key, Later("429", WHY), at(2))
    for each in run(settle_campaign.settle, at(2)).stopped:
        run(pause_campaign.recall_left, each, at(2))
    settles(run, at(2))

    assert flags(run, key, 1) == [Flag.PENDING]
