from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import update

from occ.core.db import Database
from occ.core.run import Runner
from occ.flows import close_conversation, recount_seats
from occ.journal import entries as journal
from occ.routing import seats
from occ.users.models import User
from tests.builders import NOW, a_service, an_agent, at, fresh, talks


def test_a_drifted_count_is_set_to_what_is_real_and_told(run: Runner) -> None:
    ada, ana = run(an_agent, "Ada", chat=False, whatsapp=False), run(an_agent, "Ana")
    run(a_service)
    talks(run)
    run(lambda session: session.execute(update(User).values(seats_taken=User.seats_taken + 2)))

    assert run(recount_seats.recount, ada.id, at(60)) == 2
    assert run(recount_seats.recount, ada.id, at(61)) == 0

    assert (fresh(run, ana).seats_taken, fresh(run, ada).seats_taken) == (1, 0)
    with run.reading() as session:
        assert seats.drift(session) == []
        [line] = journal.of(session, journal.Subject("user", ana.key))
    assert (line.actor_id, line.before, line.after) == (
        ada.id,
        {"seats_taken": 3},
        {"seats_taken": 1},
    )


def test_a_seat_that_is_freed_at_the_same_time_is_counted_once(run: Runner, db: Database) -> None:
    ana = run(an_agent, "Ana")
    run(a_service)
    key = talks(run)
    run(lambda session: session.execute(update(User).values(seats_taken=3)))

    with ThreadPoolExecutor(1) as pool:
        with db.writing() as session:
            close_conversation.close(session, ana.id, key, NOW)
            recounted = pool.submit(run, recount_seats.recount, ana.id, at(60))
            time.sleep(0.1)
        recounted.result()

    assert fresh(run, ana).seats_taken == 0
