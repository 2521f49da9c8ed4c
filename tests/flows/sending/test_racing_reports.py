"""A report comes while somebody else holds the message, or before we know its id."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from occ.core.db import Database
from occ.core.run import Runner
from occ.flows import delivery_status, handle_webhook, look_up_statuses, record_attempt
from occ.flows.record_attempt import Accepted
from occ.messaging import inbox
from occ.messaging.ports import Delivery, StatusReport
from tests.builders import NOW, at
from tests.flows.sending.post import a_talk, answers, claims, message, report, tick
from tests.live import until
from tests.routing.lock_watch import waits_for_a_lock

SID = "SM1"
Flow = Callable[[Session], object]


def one_waits_for_the_other(db: Database, run: Runner, first: Flow, second: Flow) -> None:
    with ThreadPoolExecutor(1) as pool:
        with db.writing() as session:
            first(session)
            waiting = pool.submit(run, second)
            until(lambda: waits_for_a_lock(db))
        waiting.result()


@pytest.mark.parametrize("dialect", ["postgresql"])
@pytest.mark.parametrize("is_report_first", [True, False])
def test_a_report_and_the_answer_to_our_call_in_the_same_moment_come_to_the_same(
    run: Runner, db: Database, is_report_first: bool
) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)

    def reported(session: Session) -> None:
        told = report(Delivery.DELIVERED, SID, attempt=claimed.attempt_key)
        delivery_status.take(session, told, at(1))

    def recorded(session: Session) -> None:
        record_attempt.record(session, claimed.attempt_key, Accepted(SID), at(1))

    both = (reported, recorded) if is_report_first else (recorded, reported)
    one_waits_for_the_other(db, run, *both)

    assert tick(run, answer) == "delivered"
    assert message(run, answer).provider_sid == SID


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_a_report_whose_fellow_another_worker_holds_waits_and_is_taken_too(
    run: Runner, db: Database
) -> None:
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted(SID), at(1))
    for delivery in ("read", "delivered"):
        run.plainly(inbox.store, "twilio", inbox.STATUS, SID, None, form(delivery), NOW)

    def handled(session: Session) -> bool:
        return handle_webhook.handle_oldest(session, SID, {"twilio": Reports()}, at(2))

    one_waits_for_the_other(db, run, handled, handled)

    assert tick(run, answer) == "read"
    assert not run(handled), "each was taken once"


def form(delivery: str) -> dict[str, list[str]]:
    return {"MessageSid": [SID], "MessageStatus": [delivery]}


class Reports:
    def read_inbound(self, form: dict[str, str]) -> object:
        raise ValueError("no message")

    def read_status(self, form: dict[str, str], attempt: str | None) -> StatusReport:
        return StatusReport(form["MessageSid"], Delivery(form["MessageStatus"]), attempt)


def test_a_report_that_names_only_an_id_we_do_not_know_yet_is_made_good_by_a_look(
    run: Runner,
) -> None:
    """As by the status callback of the sender, where a message has none of its own."""
    ana, key = a_talk(run)
    answer = answers(run, ana, key)
    [claimed] = claims(run)
    run(delivery_status.take, report(Delivery.DELIVERED, SID), at(1))
    run(record_attempt.record, claimed.attempt_key, Accepted(SID), at(2))
    assert tick(run, answer) == "sending"

    assert looks(run, at(6)) == []
    [look] = looks(run, at(7))
    reports = {SID: report(Delivery.DELIVERED, SID)}
    run(look_up_statuses.take, [look], reports, False, at(8))

    assert tick(run, answer) == "delivered"
    assert looks(run, at(10**6)) == []


def looks(run: Runner, now: datetime) -> list[look_up_statuses.Look]:
    with run.reading() as session:
        return list(look_up_statuses.due(session, now, now))
