"""Issue 6, what if: a past day with other limits, people or hours; small days by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from occ.core.run import Runner
from occ.flows import agent_reply, close_conversation, presence, set_queue_rules
from occ.routing import past_day, what_if
from occ.routing.report_figures import Spread
from occ.routing.reports import Period
from occ.routing.typical import Typical
from occ.routing.what_if import Changes, Outcome
from occ.services.models import Service
from occ.services.queue_rules import QueueRules
from occ.users.models import Presence, Role, User
from tests.builders import NOW, Clock, a_service, an_agent, writes
from tests.routing.test_reports import SUNDAY

OTHER_NUMBER = "+390699999999"
Play = Callable[..., Outcome]


@pytest.fixture
def sales(run: Runner) -> Service:
    service = run(a_service)
    rules = QueueRules(target_percent=80, target_seconds=60)
    run(set_queue_rules.save, None, service.key, rules, NOW)
    return service


@pytest.fixture
def ana(run: Runner, sales: Service) -> User:
    return run(an_agent, "Ana", most=1, auto_accept=True)


@pytest.fixture
def played(run: Runner) -> Play:
    """The outcome of changes to SUNDAY, or of another day, seen a day later."""

    def play(
        changes: Changes = Changes(),  # noqa: B008
        service: Service | None = None,
        day: date = SUNDAY,
        zone: str = "UTC",
    ) -> Outcome:
        with run.reading() as session:
            found = past_day.read(session, Period(day, day, zone), NOW + timedelta(days=1))
        return what_if.play(found, changes, service.id if service else None)

    return play


@pytest.fixture
def a_queue(run: Runner, clock: Clock, ana: User) -> None:
    """Three write at 0, 10 and 20 s; Ana has one at a time, answers after 5 s, closes after 100."""
    keys = [writes(run, number, now=clock.to(10 * number - 10)) for number in (1, 2, 3)]
    for number, key in enumerate(keys):
        begun = 100 * number
        run(agent_reply.reply, ana.id, key, f"{number}", "Yes", clock.to(begun + 5))
        run(close_conversation.close, ana.id, key, clock.to(begun + 100))


def test_as_it_was_is_what_the_replay_gives_where_nothing_is_changed(
    played: Play, a_queue: None
) -> None:
    was, would_be = played().whole

    # Waits of 0, 90 and 180 s; first words 5 s later, and the target is 60.
    assert (was.served, was.left, was.waiting) == (3, 0, 0)
    assert (was.wait, was.longest, was.in_time) == (Spread(90, 180), 180, pytest.approx(1 / 3))
    assert would_be == was


def test_with_two_seats_the_second_waits_for_nobody_and_the_third_for_the_first(
    played: Play, ana: User, a_queue: None
) -> None:
    for changes in (
        Changes(limit=2),
        Changes(limits={ana.id: 2}),
        Changes(limit=9, limits={ana.id: 2}),
    ):
        would_be = played(changes).whole.would_be

        assert would_be.wait == Spread(0, 80) and would_be.longest == 80
        assert would_be.in_time == pytest.approx(2 / 3)


def test_an_agent_more_is_a_seat_more_and_without_her_everybody_waits_till_midnight(
    played: Play, ana: User, sales: Service, a_queue: None
) -> None:
    more = played(Changes(added=1, added_limit=1), sales).whole.would_be
    nobody = played(Changes(without={ana.id})).whole.would_be

    assert (more.wait, more.longest) == (Spread(0, 80), 80)
    assert (nobody.served, nobody.waiting, nobody.in_time) == (0, 3, 0)
    # From nine in the morning.
    assert nobody.longest == 15 * 3600


def test_hours_are_those_of_the_companys_clock(played: Play, a_queue: None) -> None:
    # 10:00 in Rome is 9:00 in UTC: they come a minute after the first wrote.
    would_be = played(Changes(hours=(time(10, 1), time(0))), zone="Europe/Rome").whole.would_be

    assert (would_be.served, would_be.wait) == (3, Spread(150, 240))


def test_who_gave_up_leaves_after_as_long_as_they_did_unless_somebody_is_free(
    run: Runner, clock: Clock, played: Play, ana: User
) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, online=False)
    first, second = writes(run, 1), writes(run, 2, now=clock.to(10))
    run(agent_reply.reply, ana.id, first, "1", "Yes", clock.to(40))
    run(close_conversation.close, sofia.id, second, clock.to(70))
    run(close_conversation.close, ana.id, first, clock.to(100))

    was, would_be = played(Changes(limit=2)).whole

    assert (was.served, was.left, was.in_time) == (1, 1, 0.5)
    # The first words are the median's: after 40 s.
    assert (would_be.served, would_be.left, would_be.in_time) == (2, 0, 1)
    assert played().whole.would_be == was


def test_time_away_counts_as_it_was(run: Runner, clock: Clock, played: Play, ana: User) -> None:
    run(presence.choose, ana.id, Presence.AWAY, None, clock.to(0))
    key = writes(run, now=clock.to(10))
    run(presence.choose, ana.id, Presence.AVAILABLE, None, clock.to(50))
    run(close_conversation.close, ana.id, key, clock.to(60))

    assert played().whole.would_be.wait == Spread(40, 40) == played().whole.was.wait


def test_services_share_agents_and_the_figures_are_those_of_the_one_asked_for(
    run: Runner, clock: Clock, played: Play, ana: User, sales: Service
) -> None:
    support = run(a_service, "Support", OTHER_NUMBER)
    first = writes(run, 1)
    writes(run, 2, now=clock.to(10), to=OTHER_NUMBER)
    run(close_conversation.close, ana.id, first, clock.to(100))

    of_support = played(service=support).whole

    assert (of_support.was.count, of_support.would_be.wait) == (1, Spread(90, 90))
    assert played(service=sales).whole.would_be.wait == Spread(0, 0)


def test_what_somebody_has_as_the_day_begins_fills_its_seat(
    run: Runner, clock: Clock, played: Play, ana: User
) -> None:
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    before, after = clock.to(0), midnight + timedelta(minutes=10)
    first = writes(run, 1, now=before)
    second = writes(run, 2, now=midnight)
    clock.time = after
    run(close_conversation.close, ana.id, first, after)
    run(close_conversation.close, ana.id, second, after + timedelta(minutes=1))

    was, would_be = played(day=date(2026, 11, 23)).whole

    assert was.wait == would_be.wait == Spread(600, 600)
    assert played(Changes(limit=2), day=date(2026, 11, 23)).whole.would_be.longest == 0


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (SUNDAY, 24)]
)
def test_both_nights_have_their_hours(played: Play, day: date, hours: int) -> None:
    found = played(day=day, zone="Europe/Rome").hours

    assert len(found) == hours
    assert found[0][0].isoformat()[:16] == f"{day}T00:00"
    # https://www.iana.org/time-zones: Rome has no 02:00 on 29 March 2026, and two on 25 October.
    assert [begins.hour for begins, _ in found].count(2) == hours - 23


def test_nobody_is_there_in_hours_that_a_night_leaves_out(run: Runner) -> None:
    day = date(2026, 3, 29)
    with run.reading() as session:
        found = past_day.read(session, Period(day, day, "Europe/Rome"), NOW + timedelta(days=1))
    asked = Changes(hours=(time(2, 30), time(3, 15)), added=1)

    # 02:30 is called 03:30 that night: they would come after they went, and stay for good.
    assert what_if.plan(found, asked, None, Typical(found)).shifts == []


def test_an_hour_has_those_who_wrote_in_it(played: Play, a_queue: None) -> None:
    found = played().hours

    assert {begins.hour: pair.was.count for begins, pair in found if pair.was.count} == {9: 3}


def test_a_day_of_too_many_is_not_read(
    run: Runner, played: Play, a_queue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past_day, "MOST", 2)

    with run.reading() as session:
        found = past_day.read(session, Period(SUNDAY, SUNDAY, "UTC"), NOW + timedelta(days=1))

    assert (found.too_many, found.came) == (3, ())


def test_an_empty_day_has_nothing(played: Play, ana: User) -> None:
    whole = played(Changes(limit=3, added=2)).whole

    assert (whole.was.count, whole.would_be.wait, whole.would_be.in_time) == (0, None, None)
