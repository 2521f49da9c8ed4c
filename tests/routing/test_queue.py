from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation, State
from occ.core.db import Database
from occ.core.run import Runner
from occ.flows import close_conversation, hand_over, presence, set_up
from occ.routing import queue, selection
from occ.settings.pages import TwilioSettings
from occ.users.models import Role
from tests.builders import (
    NOW,
    a_service,
    an_agent,
    an_inbound,
    at,
    conversation,
    receive,
    stands,
    talks,
    the_conversation,
    writes,
)

SUPPORT = "+390687654321"
NOBODYS = "+390600000000"


def test_who_came_first_is_served_first(run: Runner) -> None:  # A8
    service = run(a_service)
    keys = [writes(run, number, now=at(number)) for number in range(4)]
    ana = run(an_agent, "Ana", most=1, online=False)
    run(presence.come_online, ana.id, "socket", at(10))

    served = []
    for _ in keys:
        [key] = [key for key in keys if stands(run, key)[0] is State.OFFERED]
        served.append(key)
        run(close_by_supervisor, key)
        run.drain(service.id)

    assert served == keys


def close_by_supervisor(session: Session, key: str) -> None:
    sofia = an_agent(session, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    close_conversation.close(session, sofia.id, key, NOW)


def test_a_seat_that_is_freed_goes_to_the_next_in_the_same_instant(run: Runner) -> None:  # A8
    run(a_service)
    ana = run(an_agent, "Ana", most=1)
    key, waits = talks(run, 1), writes(run, 2)
    assert stands(run, waits) == (State.WAITING, None)

    run(close_conversation.close, ana.id, key, NOW)

    assert stands(run, waits) == (State.OFFERED, "Ana")


def test_a_seat_goes_to_the_service_where_somebody_waits_longest(run: Runner) -> None:
    run(a_service)
    run(a_service, "Support", SUPPORT)
    ana = run(an_agent, "Ana", most=1)
    key = talks(run, 1)
    later = writes(run, 2, now=at(20))
    earlier = writes(run, 3, now=at(10), to=SUPPORT)

    run(close_conversation.close, ana.id, key, at(30))

    assert stands(run, earlier) == (State.OFFERED, "Ana")
    assert stands(run, later) == (State.WAITING, None)


def test_what_reached_no_service_is_not_routed(run: Runner) -> None:  # A8
    run(an_agent, "Ana")
    key = writes(run, to=NOBODYS)

    run(queue.touch_all)
    run.drain(conversation(run, key).service_id)

    assert stands(run, key) == (State.WAITING, None)


def test_while_whatsapp_is_switched_off_everything_waits_and_then_goes_on(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    run(set_up.save, None, TwilioSettings(whatsapp=False), NOW)
    key = writes(run)
    assert stands(run, key) == (State.WAITING, None)

    run(set_up.save, None, TwilioSettings(whatsapp=True), NOW)

    assert stands(run, key) == (State.OFFERED, "Ana")


def test_after_a_crash_before_the_drain_the_slow_sweep_moves_the_queue(
    run: Runner, db: Database
) -> None:
    run(a_service)
    run(an_agent, "Ana")
    with db.writing() as session:
        # Committed, but nobody drained.
        receive(session, an_inbound())

    run(queue.touch_all)

    with run.reading() as session:
        assert the_conversation(session).state is State.OFFERED


def test_one_handed_on_while_its_queue_is_drained_goes_where_it_was_handed(
    run: Runner, db: Database
) -> None:
    ana, ben = run(an_agent, "Ana"), run(an_agent, "Ben")
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    sales = run(a_service, members=(ana,))
    support = run(a_service, "Support", SUPPORT, (ben,))
    with db.writing() as session:
        receive(session, an_inbound())
    with run.reading() as session:
        key = the_conversation(session).key

    with ThreadPoolExecutor(1) as pool:
        with db.writing() as session:
            hand_over.to_service(session, sofia.id, key, support.key, NOW)
            drained = pool.submit(run.drain, sales.id)
            # Long enough to have chosen Ana and to wait for the conversation.
            time.sleep(0.2)
        drained.result()

    assert stands(run, key) == (State.WAITING, None)
    run.drain(support.id)
    assert stands(run, key) == (State.OFFERED, "Ben")


def test_drains_of_one_service_at_once_offer_each_conversation_once(
    run: Runner, db: Database
) -> None:
    service = run(a_service)
    run(an_agent, "Ana", most=3)
    with db.writing() as session:
        for number in range(5):
            receive(session, an_inbound(sender=f"whatsapp:+4850010000{number}"))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: run.drain(service.id), range(6)))

    with run.reading() as session:
        states = session.scalars(select(Conversation.state).order_by(Conversation.id)).all()
    assert states == [State.OFFERED] * 3 + [State.WAITING] * 2


def test_the_free_seats_of_a_service_are_those_of_who_serves_it(run: Runner) -> None:
    ana = run(an_agent, "Ana", most=2)
    run(an_agent, "Ben", most=3)
    run(a_service)
    run(a_service, "Support", SUPPORT, (ana,))
    writes(run)

    with run.reading() as session:
        free = {name: seats for _, name, seats in selection.free_seats(session, NOW)}

    assert free == {"Sales": 4, "Support": 1}
