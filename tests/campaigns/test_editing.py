"""Edit and send again (E2), reset (E6), schedule, second person, nights."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from occ.campaigns import quiet_hours
from occ.campaigns.audience import Source
from occ.campaigns.contents import Text
from occ.campaigns.models import Flag, State
from occ.campaigns.quiet_hours import QuietHours
from occ.core.errors import Conflict, Invalid
from occ.core.run import Runner
from occ.flows import (
    edit_campaign,
    pause_campaign,
    reset_campaign,
    start_campaign,
)
from occ.flows.edit_campaign import Draft
from occ.settings.pages import CampaignSettings
from occ.users.models import Role
from tests.builders import NOW, an_agent, at
from tests.campaigns.company import (
    FAST,
    a_campaign,
    answers,
    campaign,
    feeds,
    flags,
    people,
    phone,
    prepare,
    ready,
    starts,
    state,
)
from tests.flows.sending.first import SMS

ROUTE = f"twilio:{SMS.sender}"
HELLO = Draft("Autumn", Text("Hello"), ROUTE)


def test_a_raised_count_goes_on_where_it_stopped(run: Runner) -> None:  # E2
    owner = run(ready)
    key = run(a_campaign, owner, 4, count_to_send=2)
    starts(run, owner, key)
    first = feeds(run, key)
    answers(run, first)
    feeds(run, key, at(1))

    assert [one.recipient for one in first] == [phone(1), phone(2)]
    assert state(run, key) is State.FINISHED
    with pytest.raises(Conflict):
        starts(run, owner, key, at(2))

    run(edit_campaign.edit, owner.id, key, replace(HELLO, count_to_send=3), None, at(3))
    starts(run, owner, key, at(3))
    second = feeds(run, key, at(3))

    assert [one.recipient for one in second] == [phone(3)]


def test_a_changed_text_reaches_only_who_was_not_sent_to(run: Runner) -> None:  # E2
    owner = run(ready)
    key = run(a_campaign, owner, 2, count_to_send=1)
    starts(run, owner, key)
    answers(run, feeds(run, key))
    feeds(run, key, at(1))

    run(edit_campaign.edit, owner.id, key, replace(HELLO, text=Text("Good-bye")), None, at(2))
    run(prepare, key)
    starts(run, owner, key, at(2))
    claimed = feeds(run, key, at(2))

    assert [(one.recipient, one.body) for one in claimed] == [(phone(2), "Good-bye")]
    versions = {each.phone: each.content_version for each in people(run, key).values()}
    assert versions == {phone(1): 1, phone(2): 2}


def test_the_audience_stays_once_it_was_sent(run: Runner) -> None:  # E2
    owner = run(ready)
    key = run(a_campaign, owner, 1)
    starts(run, owner, key)
    feeds(run, key)
    run(pause_campaign.pause, owner.id, key, NOW)

    with pytest.raises(Conflict, match="recipients stay"):
        run(edit_campaign.choose, owner.id, key, {"kind": Source.FILTER}, NOW)


def test_while_it_runs_nothing_is_edited(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 1)
    starts(run, owner, key)

    with pytest.raises(Conflict, match="pause it first"):
        run(edit_campaign.edit, owner.id, key, HELLO, None, NOW)


def test_a_text_that_is_too_long_is_saved_and_not_sent(run: Runner) -> None:  # C6
    owner = run(ready)
    key = run(a_campaign, owner, 1, "ą" * 470)

    with pytest.raises(Conflict, match="needs 8 SMS, 7 are allowed"):
        starts(run, owner, key)

    longer = replace(HELLO, text=Text("ą" * 470, plain_letters=True))
    run(edit_campaign.edit, owner.id, key, longer, None, NOW)
    run(prepare, key)
    starts(run, owner, key)
    [claimed] = feeds(run, key)
    assert claimed.body == "a" * 470
    assert people(run, key)[phone(1)].parts == 4


def test_a_field_that_nobody_has_is_refused(run: Runner) -> None:
    owner = run(ready)
    key = run(a_campaign, owner, 1)

    with pytest.raises(Invalid):
        run(edit_campaign.edit, owner.id, key, replace(HELLO, text=Text("{age}")), None, NOW)


def test_reset_sends_to_all_again_and_keeps_the_earlier_run(run: Runner) -> None:  # E6
    owner = run(ready)
    key = run(a_campaign, owner, 2)
    starts(run, owner, key)
    answers(run, feeds(run, key))
    feeds(run, key, at(1))

    run(reset_campaign.reset, owner.id, key, None, at(2))
    run(prepare, key)
    starts(run, owner, key, at(3))
    again = feeds(run, key, at(3))

    assert campaign(run, key).resets == 1
    assert [one.recipient for one in again] == [phone(1), phone(2)]
    assert flags(run, key, 1) == [Flag.ON_THE_WAY] * 2
    assert flags(run, key, 2) == [Flag.SENDING] * 2


def test_it_begins_in_time_and_asks_where_that_is_long_over(run: Runner) -> None:
    owner = run(ready)
    soon = NOW + timedelta(minutes=5)
    begun = run(a_campaign, owner, 1, due_at=soon, zone="Europe/Warsaw")
    late = run(a_campaign, owner, 1, due_at=soon, zone="Europe/Warsaw")
    for key in (begun, late):
        starts(run, owner, key)

    assert state(run, begun) is State.SCHEDULED
    run(start_campaign.begin_due, begun, NOW)
    assert state(run, begun) is State.SCHEDULED
    run(start_campaign.begin_due, begun, soon + timedelta(minutes=59))
    run(start_campaign.begin_due, late, soon + timedelta(minutes=61))

    assert state(run, begun) is State.RUNNING
    assert (state(run, late), campaign(run, late).reason_code) == (State.PAUSED, "overdue")


def test_a_schedule_can_be_cut_off(run: Runner) -> None:  # E2
    owner = run(ready)
    key = run(a_campaign, owner, 1, due_at=at(300), zone="Europe/Warsaw")
    starts(run, owner, key)

    run(edit_campaign.edit, owner.id, key, HELLO, None, NOW)

    assert (state(run, key), campaign(run, key).due_at) == (State.DRAFT, None)


def test_so_many_need_a_second_person(run: Runner) -> None:
    owner = run(ready, replace(FAST, second_person_above=1))
    piotr = run(an_agent, "Piotr", role=Role.SUPERVISOR)
    key = run(a_campaign, owner, 2)

    starts(run, owner, key)
    assert state(run, key) is State.CONFIRMING
    with pytest.raises(Conflict, match="a second person"):
        run(start_campaign.confirm, owner.id, key, NOW)
    run(start_campaign.confirm, piotr.id, key, NOW)

    assert state(run, key) is State.RUNNING


def test_at_night_it_waits_for_the_morning_of_the_recipients(run: Runner) -> None:
    owner = run(ready, CampaignSettings(1000, 1000, 0, "21:00", "08:00"))
    key = run(a_campaign, owner, 1)
    night = datetime(2026, 11, 22, 22, 30, tzinfo=ZoneInfo("Europe/Warsaw")).astimezone(UTC)
    starts(run, owner, key, night)

    assert feeds(run, key, night) == []
    waiting = campaign(run, key)
    morning = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
    assert (waiting.state, waiting.reason_code, waiting.due_at) == (
        State.RUNNING,
        "quiet",
        morning,
    )
    assert len(feeds(run, key, morning.astimezone(UTC))) == 1


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        # The clocks go forward at two, and back at three.
        (datetime(2026, 3, 29, 1, 30), datetime(2026, 3, 29, 8, 0)),
        (datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 8, 0)),
    ],
)
def test_the_morning_is_right_on_the_days_that_the_clocks_change(
    day: datetime, opens: datetime
) -> None:
    warsaw = ZoneInfo("Europe/Warsaw")
    hours = QuietHours(FAST_NIGHT, FAST_MORNING)
    found = quiet_hours.opens_at(hours, "PL", "UTC", day.replace(tzinfo=warsaw).astimezone(UTC))

    assert found == opens.replace(tzinfo=warsaw).astimezone(UTC)


FAST_NIGHT = datetime(2026, 1, 1, 21).time()
FAST_MORNING = datetime(2026, 1, 1, 8).time()


def test_archived_keeps_its_state_and_nothing_is_done_with_it(run: Runner) -> None:  # E5
    owner = run(ready)
    key = run(a_campaign, owner, 1)
    run(reset_campaign.archive, owner.id, key, NOW)

    with pytest.raises(Conflict):
        starts(run, owner, key)
    run(reset_campaign.unarchive, owner.id, key, NOW)
    starts(run, owner, key)

    assert state(run, key) is State.RUNNING


def test_who_was_once_sent_to_is_no_more_picked_from(run: Runner) -> None:  # E2
    owner = run(ready)
    key = run(a_campaign, owner, 3, count_to_send=1)
    run(edit_campaign.pick, owner.id, key, [3], False, NOW)
    run(prepare, key)
    starts(run, owner, key)
    answers(run, feeds(run, key))
    feeds(run, key, at(1))

    for take_in in (False, True):
        with pytest.raises(Conflict):
            run(edit_campaign.pick, owner.id, key, [2, 3], take_in, at(2))

    assert flags(run, key) == [Flag.ON_THE_WAY, Flag.PENDING, Flag.SKIPPED]
