"""Pressed twice at once, and by many at once: one message a choice, one unit an account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from occ.core.run import Runner
from occ.credentials.models import State, Way
from occ.flows import record_attempt
from occ.flows.record_attempt import Accepted
from occ.migrations.metadata import metadata
from occ.users.models import User
from tests.builders import at, at_once
from tests.flows.handing.house import (
    CODE,
    a_batch,
    choose,
    claims,
    guest,
    hand_out,
    messages,
    state,
)
from tests.flows.sending.first import units


def test_one_choice_that_is_pressed_many_times_at_once_sends_one_message(
    run: Runner, ada: User
) -> None:
    run(a_batch, 9)
    handed = hand_out(run, guest(ada))

    at_once(6, lambda _: choose(run, handed.page_key, Way.WHATSAPP))

    assert len(messages(run)) == 1


def test_of_two_ways_pressed_at_once_one_is_taken(run: Runner, ada: User) -> None:
    run(a_batch, 9)
    handed = hand_out(run, guest(ada))
    both = (Way.WHATSAPP, Way.SMS)

    taken = at_once(2, lambda number: choose(run, handed.page_key, both[number]))

    assert (taken, len(messages(run))) == (1, 1)


def test_a_form_that_is_sent_twice_at_once_hands_out_one_account(run: Runner, ada: User) -> None:
    asked = guest(ada, way=Way.SMS, client_id="frm_1")

    with ThreadPoolExecutor(4) as pool:
        handed = list(pool.map(lambda _: hand_out(run, asked), range(4)))

    assert len({each.account.id for each in handed}) == 1
    assert len({each.page_key for each in handed}) == 1
    assert len(messages(run)) == 1


def test_no_account_takes_two_units_however_many_claim_at_once(
    run: Runner, ada: User
) -> None:  # B3
    run(a_batch, 4)
    run(a_batch, 1)
    accounts = [hand_out(run, guest(ada, way=Way.WHATSAPP)).account for _ in range(8)]

    def claim_and_record(number: int) -> None:
        for claimed in claims(run, at(number)):
            outcome = Accepted(f"SM{claimed.message_id}", None)
            run(record_attempt.record, claimed.attempt_key, outcome, at(number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(claim_and_record, range(8)))

    assert units(run) == [(4, 0, 0), (1, 0, 0)]
    states = [state(run, account) for account in accounts]
    assert (states.count(State.USABLE), states.count(State.SENDING)) == (5, 3)


def test_the_secret_stands_nowhere_in_the_database_in_clear(run: Runner, ada: User) -> None:  # B3
    run(a_batch, 1)
    for way in Way:
        hand_out(run, guest(ada, way=way, variables={"place": "Room 271828"}))
    assert everything(run).count("314159") == 0

    sent_bodies = claims(run)
    for number, claimed in enumerate(sent_bodies):
        run(record_attempt.record, claimed.attempt_key, Accepted(f"SM{number}", None), at(1))

    assert all(CODE in claimed.body for claimed in sent_bodies) and len(sent_bodies) == 2
    assert [word for word in (CODE, "271828") if word in everything(run)] == []


def everything(run: Runner) -> str:
    """Every value of every table."""
    with run.reading() as session:
        return "\n".join(
            str(tuple(row))
            for table in metadata.tables
            for row in session.execute(text(f'SELECT * FROM "{table}"'))
        )
