from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from occ.core.run import Runner
from occ.journal import entries as journal
from occ.journal.entries import Subject
from tests.builders import NOW, an_agent

ANA, BEN = Subject("user", "usr_ana"), Subject("user", "usr_ben")


def test_a_line_says_who_did_what_to_whom_and_when(run: Runner) -> None:
    ada = run(an_agent, "Ada")

    run(journal.write, ada.id, "renamed", ANA, NOW)

    with run.reading() as session:
        [line] = journal.of(session, ANA)
        assert (line.actor_id, line.action, line.at) == (ada.id, "renamed", NOW)


def test_what_stayed_the_same_is_left_out(run: Runner) -> None:
    before = {"name": "Ana", "role": "agent", "chat": True}
    after = {"name": "Ana", "role": "supervisor", "chat": True, "whatsapp": True}

    run(journal.write, None, "changed", ANA, NOW, before=before, after=after)

    with run.reading() as session:
        [line] = journal.of(session, ANA)
        assert line.before == {"role": "agent"}
        assert line.after == {"role": "supervisor", "whatsapp": True}


def test_the_newest_lines_of_one_subject_come_first(run: Runner) -> None:
    for number in range(3):
        run(journal.write, None, f"step {number}", ANA, NOW + timedelta(seconds=number))
    run(journal.write, None, "another's", BEN, NOW)

    with run.reading() as session:
        assert [line.action for line in journal.of(session, ANA, most=2)] == ["step 2", "step 1"]


def test_a_line_goes_with_what_it_tells_of_or_not_at_all(run: Runner) -> None:
    try:
        run(write_and_break)
    except RuntimeError:
        pass

    with run.reading() as session:
        assert journal.of(session, ANA) == []


def write_and_break(session: Session) -> None:
    journal.write(session, None, "undone", ANA, NOW)
    raise RuntimeError
