from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from occ.core.run import Runner
from occ.users import leases
from occ.users.models import User
from tests.builders import NOW, an_agent, at, fresh

GRACE = timedelta(seconds=30)


def renew(run: Runner, user: User, connection: str, seconds: float) -> bool:
    return run(leases.renew, user.id, connection, at(seconds))


def test_the_first_connection_brings_somebody_back_and_the_next_do_not(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)

    assert renew(run, ana, "one", 0) is True
    assert renew(run, ana, "one", 10) is False
    assert renew(run, ana, "two", 10) is False


def test_a_lease_that_is_over_counts_for_nothing_even_before_it_is_swept(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    renew(run, ana, "one", 0)

    with run.reading() as session:
        assert leases.any_live(session, at(24.9)) == 1
        assert leases.any_live(session, at(25)) == 0
    assert renew(run, ana, "one", 25) is True


def test_a_grace_begins_with_the_last_lease_and_is_not_prolonged(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    renew(run, ana, "one", 0)
    renew(run, ana, "two", 0)

    assert run(leases.end, "one") == ana.id
    run(leases.start_grace, ana.id, GRACE, at(1))
    assert fresh(run, ana).grace_ends_at is None
    run(leases.end, "two")
    run(leases.start_grace, ana.id, GRACE, at(2))
    run(leases.start_grace, ana.id, GRACE, at(9))

    assert fresh(run, ana).grace_ends_at == at(32)


def test_a_connection_nobody_knows_ends_nothing(run: Runner) -> None:
    assert run(leases.end, "never seen") is None


def test_what_was_not_renewed_lapses_once(run: Runner) -> None:
    ana, ben = run(an_agent, "Ana", online=False), run(an_agent, "Ben", online=False)
    renew(run, ana, "one", 0)
    renew(run, ben, "two", 10)

    assert run(leases.lapse, at(25)) == {ana.id}
    assert run(leases.lapse, at(25)) == set()


def test_renewing_ends_a_grace(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    run(in_grace, ana.id)

    renew(run, ana, "one", 5)

    assert fresh(run, ana).grace_ends_at is None


def in_grace(session: Session, user_id: int) -> None:
    leases.start_grace(session, user_id, GRACE, NOW)


def test_a_lease_that_still_lives_is_prolonged_and_no_other(run: Runner) -> None:
    ana = run(an_agent, "Ana", online=False)
    renew(run, ana, "one", 0)

    assert run.plainly(leases.prolong, "one", at(24.9)) is True
    assert run.plainly(leases.prolong, "never seen", at(24.9)) is False
    with run.reading() as session:
        assert leases.any_live(session, at(49.8)) == 1
    assert run.plainly(leases.prolong, "one", at(49.9)) is False


def test_who_prolongs_a_lease_is_in_no_grace(run: Runner) -> None:
    """A sweep by a process whose clock is ahead may just have begun one."""
    ana = run(an_agent, "Ana", online=False)
    renew(run, ana, "one", 0)
    run(leases.start_grace, ana.id, GRACE, at(26))
    assert fresh(run, ana).grace_ends_at == at(56)

    run.plainly(leases.prolong, "one", at(24))

    assert fresh(run, ana).grace_ends_at is None
