from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from occ.core.db import Database
from occ.core.run import Runner
from occ.messaging import inbox
from tests.builders import NOW, a_webhook, an_inbound, at
from tests.live import until
from tests.routing.lock_watch import waits_for_a_lock

MARTA = "whatsapp:+48500100200"


def test_who_waited_for_the_oldest_is_given_the_next(run: Runner, db: Database) -> None:
    first, second = (run(a_webhook, an_inbound(sender=MARTA)) for _ in range(2))

    with ThreadPoolExecutor(1) as pool:
        with db.writing() as session:
            mine = inbox.oldest(session, MARTA, NOW)
            others = pool.submit(run, inbox.oldest, MARTA, NOW)
            time.sleep(0.1)
            assert mine is not None
            inbox.done(session, [mine.id])
        theirs = others.result()

    assert theirs is not None
    assert (mine.id, theirs.id) == (first, second)


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_who_waited_is_given_what_came_meanwhile(run: Runner, db: Database) -> None:
    run(a_webhook, an_inbound(sender=MARTA))

    with ThreadPoolExecutor(1) as pool:
        with db.writing() as session:
            mine = inbox.oldest(session, MARTA, NOW)
            others = pool.submit(run, inbox.oldest, MARTA, NOW)
            until(lambda: waits_for_a_lock(db))
            second = run(a_webhook, an_inbound(sender=MARTA))
            assert mine is not None
            inbox.done(session, [mine.id])
        theirs = others.result()

    assert theirs is not None
    assert theirs.id == second


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_many_workers_on_one_address_take_each_of_its_webhooks_once(run: Runner) -> None:
    stored = [run(a_webhook, an_inbound(sender=MARTA)) for _ in range(24)]

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: run(take_oldest), stored))

    assert sorted(filter(None, taken)) == stored


def take_oldest(session: Session) -> int | None:
    webhook = inbox.oldest(session, MARTA, NOW)
    if webhook is None:
        return None
    inbox.done(session, [webhook.id])
    return webhook.id


def test_what_is_handled_by_somebody_is_left_alone_until_it_is_done(run: Runner) -> None:
    run(a_webhook, an_inbound(sender=MARTA))

    with run.reading() as session:
        assert inbox.pending(session, at(4)) == []
        assert inbox.pending(session, at(5)) == [MARTA]


def test_a_failed_one_is_due_again_in_turn_and_not_before(run: Runner) -> None:
    webhook = run(a_webhook, an_inbound(sender=MARTA))
    run(inbox.failed, webhook, "broke", False, NOW)

    with run.reading() as session:
        assert inbox.pending(session, at(0.9)) == []
        assert inbox.pending(session, at(1)) == [MARTA]


def test_addresses_are_given_in_the_order_they_wrote(run: Runner) -> None:
    nora = "whatsapp:+48500100201"
    for sender in (MARTA, nora, MARTA):
        run(a_webhook, an_inbound(sender=sender))

    with run.reading() as session:
        assert inbox.pending(session, at(60)) == [MARTA, nora]


def test_what_is_done_does_not_fail_any_more(run: Runner) -> None:
    webhook = run(a_webhook, an_inbound(sender=MARTA))
    run(inbox.done, [webhook])

    assert run(inbox.failed, webhook, "too late", True, NOW) is False
