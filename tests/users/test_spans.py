"""Issue 6, time in state: a row for each stretch of being available, away, offline or cut off."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.core.run import Runner
from occ.flows import change_profile, keep_time, people, presence
from occ.flows.change_profile import ProfileChange
from occ.users import leases, spans
from occ.users.models import Lease, Presence, Role, User
from occ.users.spans import PresenceSpan
from tests.builders import NOW, a_service, an_agent, at

GRACE = 60.0
"""Of Settings → Routing, as it stands."""


def kept(run: Runner, user: User) -> list[tuple[str, int, float, float | None]]:
    """State, seats, from and to in seconds after NOW."""
    with run.reading() as session:
        found = session.scalars(
            select(PresenceSpan)
            .where(PresenceSpan.user_id == user.id)
            .order_by(PresenceSpan.from_at)
        ).all()
    return [
        (
            span.state.value,
            span.seats,
            (span.from_at - NOW).total_seconds(),
            None if span.to_at is None else (span.to_at - NOW).total_seconds(),
        )
        for span in found
    ]


def comes(run: Runner, user: User, seconds: float) -> None:
    run(presence.come_online, user.id, "a socket", at(seconds))


def test_a_choice_ends_one_and_begins_the_next(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    comes(run, ana, 0)
    run(presence.choose, ana.id, Presence.AWAY, None, at(100))
    run(presence.choose, ana.id, Presence.OFFLINE, None, at(160))

    assert kept(run, ana) == [
        ("available", 3, 0, 100),
        ("away", 3, 100, 160),
        ("offline", 3, 160, None),
    ]


def test_a_lost_connection_is_one_of_its_own_until_the_grace_is_over(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    comes(run, ana, 0)
    run(presence.lose_connection, "a socket", at(50))
    comes(run, ana, 70)
    run(presence.lose_connection, "a socket", at(90))
    run(presence.return_work, ana.id, at(90 + GRACE))

    assert kept(run, ana) == [
        ("available", 3, 0, 50),
        ("lost", 3, 50, 70),
        ("available", 3, 70, 90),
        ("lost", 3, 90, 90 + GRACE),
    ]


def test_a_lease_that_is_prolonged_after_a_sweep_took_it_for_dead_ends_the_grace(
    run: Runner,
) -> None:
    ana = run(an_agent, "Ana", online=False)
    comes(run, ana, 0)
    run(leases.start_grace, ana.id, timedelta(seconds=60), at(26))
    assert run.plainly(leases.prolong, "a socket", at(24))

    assert kept(run, ana)[-1] == ("available", 3, 26, None)


def test_another_limit_or_profile_begins_a_new_one(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    comes(run, ana, 0)
    for seconds, wanted in (
        (10, ProfileChange(max_interactions=5)),
        (20, ProfileChange(max_interactions=5, auto_accept=True)),
        (30, ProfileChange(whatsapp=False)),
    ):
        run(change_profile.change, None, [ana.key], wanted, at(seconds))

    assert [span[:3] for span in kept(run, ana)] == [
        ("available", 3, 0),
        ("available", 5, 10),
        ("available", 0, 30),
    ]


def test_who_is_disabled_or_never_came_has_none_that_goes_on(run: Runner) -> None:
    run(an_agent, "Sofia", role=Role.ADMINISTRATOR, online=False)
    ana, ben = run(an_agent, "Ana", online=False), run(an_agent, "Ben", online=False)
    comes(run, ana, 0)
    run(people.set_disabled, None, ana.key, True, at(10))
    run(presence.choose, ben.id, Presence.AWAY, None, at(10))

    assert kept(run, ana) == [("available", 3, 0, 10)]
    assert kept(run, ben) == []


def test_what_lasted_no_time_leaves_no_row_and_a_clock_put_back_no_overlap(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    comes(run, ana, 10)
    run(presence.choose, ana.id, Presence.AWAY, None, at(10))
    run(presence.choose, ana.id, Presence.AVAILABLE, None, at(4))
    run(presence.choose, ana.id, Presence.AWAY, None, at(20))

    assert kept(run, ana) == [("available", 3, 10, 20), ("away", 3, 20, None)]


def test_while_the_server_stood_still_nobody_was_available(run: Runner) -> None:
    run(a_service)
    ana, ben = run(an_agent, "Ana", online=False), run(an_agent, "Ben", online=False)
    comes(run, ana, 0)
    run(presence.come_online, ben.id, "another socket", at(0))
    run(keep_time.catch_up, at(20))
    # Another process went on serving Ben.
    run(prolonged, ben.id, at(3599))

    run(keep_time.catch_up, at(3600))

    assert kept(run, ana) == [("available", 3, 0, 20), ("available", 3, 3600, None)]
    assert kept(run, ben) == [("available", 3, 0, None)]


def prolonged(session: Session, user_id: int, now: datetime) -> None:
    session.execute(
        update(Lease).where(Lease.user_id == user_id).values(expires_at=now + leases.LASTS)
    )


def test_a_period_has_the_part_of_each_that_lies_in_it(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    comes(run, ana, 0)
    run(presence.choose, ana.id, Presence.AWAY, None, at(100))

    def read(start: float, end: float, now: float) -> list[tuple[str, float, float]]:
        with run.reading() as session:
            return [
                (one.state.value, (one.begun - NOW).total_seconds(), (one.ended - NOW).seconds)
                for one in spans.between(session, at(start), at(end), at(now))
            ]

    assert read(-50, 300, 150) == [("available", 0, 100), ("away", 100, 150)]
    assert read(20, 80, 150) == [("available", 20, 80)]
    assert read(120, 140, 150) == [("away", 120, 140)]
    assert read(-90, 0, 150) == []
    assert read(200, 300, 150) == []


def test_presence_is_forgotten_after_a_year_and_a_month(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    comes(run, ana, 0)
    run(presence.choose, ana.id, Presence.AWAY, None, at(100))

    run(spans.forget, NOW + spans.KEPT_FOR)
    assert len(kept(run, ana)) == 2
    run(spans.forget, NOW + spans.KEPT_FOR + timedelta(seconds=101))

    assert [span[0] for span in kept(run, ana)] == ["away"]
