"""A campaign may go slower than its sender, by parts a second or a minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from occ.campaigns.contents import Text
from occ.campaigns.models import Campaign
from occ.campaigns.rate import Per, Rate
from occ.core.errors import Invalid
from occ.core.run import Runner
from occ.flows import check_campaign, edit_campaign, feed_campaign, pause_campaign
from occ.flows.edit_campaign import Draft
from occ.settings import store
from tests.builders import NOW, at
from tests.campaigns.company import (
    FAST,
    a_campaign,
    answers,
    campaign,
    feeds,
    prepare,
    ready,
    starts,
)
from tests.flows.sending.first import SMS

DRAFT = Draft("Autumn", Text("Hello"), f"twilio:{SMS.sender}")


def test_a_rate_knows_how_long_parts_take_and_which_of_two_is_above() -> None:
    slow, fast = Rate(30, Per.MINUTE), Rate(20)

    assert (slow.milliseconds(1), slow.lasts(90), slow.a_claim) == (
        2000,
        timedelta(minutes=3),
        1,
    )
    assert (fast.milliseconds(1), fast.lasts(90), fast.a_claim) == (50, timedelta(seconds=5), 20)
    assert fast.is_above(slow) and not slow.is_above(fast) and not fast.is_above(fast)
    assert Rate(1201, Per.MINUTE).is_above(fast) and not Rate(1200, Per.MINUTE).is_above(fast)


@pytest.mark.parametrize(
    ("sender", "own", "goes"),
    [
        (20, None, Rate(20)),
        (20, Rate(5), Rate(5)),
        (20, Rate(300, Per.MINUTE), Rate(300, Per.MINUTE)),
        # Its sender was slowed down since.
        (2, Rate(5), Rate(2)),
        (2, Rate(300, Per.MINUTE), Rate(2)),
    ],
)
def test_the_slower_of_both_counts(sender: int, own: Rate | None, goes: Rate) -> None:
    columns = {"rate": own.parts, "rate_per": own.per} if own else {}

    assert Campaign(**columns).goes_at(Rate(sender)) == goes


def test_two_of_one_sender_go_by_their_own_rates_and_together_by_the_senders(
    run: Runner,
) -> None:  # E
    owner = run(ready, replace(FAST, sms_rate=4))
    slow = run(a_campaign, owner, 4, rate=Rate(30, Per.MINUTE))
    fast = run(a_campaign, owner, 8, first=10)
    for key in (slow, fast):
        starts(run, owner, key)

    sent: dict[str, list[float]] = {slow: [], fast: []}
    for tick in range(40):
        second = tick / 4
        for key in (slow, fast):
            claimed = feeds(run, key, at(second))
            answers(run, claimed, now=at(second))
            sent[key] += [second] * len(claimed)

    assert (len(sent[slow]), len(sent[fast])) == (4, 8)
    assert all(second >= 2 * place for place, second in enumerate(sent[slow]))
    together = sorted(sent[slow] + sent[fast])
    # The first claim is a second's worth at once.
    assert all(second >= place / 4 - 1 for place, second in enumerate(together))


def test_a_slow_one_rests_until_its_next_part_is_due(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 2, rate=Rate(1, Per.MINUTE))
    starts(run, owner, key)
    answers(run, feeds(run, key))

    assert feeds(run, key, at(1)) == []
    assert _is_due(run, key, 59) is False
    assert _is_due(run, key, 60) is True
    assert len(feeds(run, key, at(60))) == 1


def test_the_expected_end_goes_by_it(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 3, rate=Rate(2, Per.MINUTE))

    with run.reading() as session:
        checked = check_campaign.check(session, owner.id, campaign(run, key), NOW)

    assert checked.rate == Rate(2, Per.MINUTE)
    assert checked.ends_at == NOW + timedelta(seconds=90)


def test_it_is_never_above_its_senders_and_is_chosen_before_the_start(run: Runner) -> None:  # E2
    owner = run(ready, replace(FAST, sms_rate=20))
    key = run(a_campaign, owner, 3, rate=Rate(20))

    with pytest.raises(Invalid) as too_fast:
        run(edit_campaign.edit, owner.id, key, replace(DRAFT, rate=Rate(21)), None, NOW)
    assert list(too_fast.value.fields) == ["rate"]
    run(edit_campaign.edit, owner.id, key, replace(DRAFT, rate=Rate(3)), None, NOW)
    assert campaign(run, key).own_rate == Rate(3)
    run(store.save, replace(FAST, sms_rate=2), NOW)
    # What was fine when it was chosen is no mistake of who changes the text now.
    run(edit_campaign.edit, owner.id, key, replace(DRAFT, rate=Rate(3)), None, NOW)
    run(prepare, key)

    starts(run, owner, key)
    run(pause_campaign.pause, owner.id, key, at(1))
    with pytest.raises(Invalid) as begun:
        run(edit_campaign.edit, owner.id, key, replace(DRAFT, rate=Rate(1)), None, at(2))
    run(edit_campaign.edit, owner.id, key, DRAFT, None, at(2))

    assert list(begun.value.fields) == ["rate"]
    assert campaign(run, key).own_rate == Rate(3)


def _is_due(run: Runner, key: str, seconds: int) -> bool:
    with run.reading() as session:
        return key in feed_campaign.due(session, at(seconds))[1]
