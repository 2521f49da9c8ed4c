"""Our own do-not-write list, and what operators hold, which is another thing."""

from __future__ import annotations

from sqlalchemy import select

from occ.contacts import do_not_write, operators_blacklist, phone_numbers
from occ.contacts.number_models import OperatorsBlacklisted, Origin
from occ.core.run import Runner
from tests.builders import NOW, at

MARTA, JAN = "+48500100200", "+48501000000"


def number(run: Runner, phone: str) -> int:
    [found] = run(phone_numbers.rows, [phone], NOW).values()
    return found


def held(run: Runner) -> set[str]:
    with run.reading() as session:
        return do_not_write.holds(session, [MARTA, JAN])


def test_a_number_is_put_on_the_list_once_and_taken_off(run: Runner) -> None:
    marta = number(run, MARTA)

    assert run(do_not_write.add, marta, Origin.OURS, "asked by phone", None, NOW)
    assert not run(do_not_write.add, marta, Origin.OURS, "again", None, NOW)
    assert held(run) == {MARTA}

    assert run(do_not_write.lift, marta, Origin.OURS, None, NOW)
    assert held(run) == set()


def test_what_a_person_asked_for_by_stop_is_not_taken_back_as_one_of_ours(run: Runner) -> None:
    marta = number(run, MARTA)
    run(do_not_write.add, marta, Origin.OURS, "note", None, NOW)

    assert run(do_not_write.add, marta, Origin.STOP, "STOP", None, at(1))
    assert not run(do_not_write.lift, marta, Origin.OURS, None, at(2))

    assert held(run) == {MARTA}


def test_the_operators_blacklist_is_another_list(run: Runner) -> None:  # E4
    run(operators_blacklist.report, MARTA, "twilio", "30004", NOW)
    run(operators_blacklist.report, MARTA, "twilio", "21610", at(60))
    run(operators_blacklist.report, JAN, "smsapi", "57", NOW)

    with run.reading() as session:
        assert operators_blacklist.holds(session, [MARTA, JAN], NOW) == {MARTA, JAN}
        assert operators_blacklist.holds(session, [MARTA, JAN], at(60)) == {MARTA}
        rows = session.scalars(select(OperatorsBlacklisted).order_by(OperatorsBlacklisted.id))
        assert [(row.code, row.reported_at) for row in rows] == [("21610", at(60)), ("57", NOW)]
    assert held(run) == set()
