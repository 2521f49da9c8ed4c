from __future__ import annotations

import pytest

from occ.conversations.models import State
from occ.core.errors import Conflict, NotFound
from occ.core.run import Runner
from occ.flows import close_conversation
from occ.journal import entries as journal
from occ.users.models import Role
from tests.builders import (
    NOW,
    a_service,
    an_agent,
    at,
    conversation,
    fresh,
    stands,
    talks,
    writes,
)


def test_closing_frees_the_seat(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)

    run(close_conversation.close, ana.id, key, at(60))

    assert stands(run, key) == (State.CLOSED, None)
    assert (conversation(run, key).closed_at, fresh(run, ana).seats_taken) == (at(60), 0)


def test_a_customer_who_writes_again_opens_a_new_one(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)
    run(close_conversation.close, ana.id, key, at(60))

    again = writes(run, now=at(61))

    assert again != key
    assert stands(run, again) == (State.OFFERED, "Ana")


def test_closed_is_closed(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)
    run(close_conversation.close, ana.id, key, NOW)

    with pytest.raises(Conflict) as refusal:
        run(close_conversation.close, ana.id, key, NOW)

    assert refusal.value.code == "closed"
    assert fresh(run, ana).seats_taken == 0


def test_an_agent_closes_neither_an_offer_nor_what_waits_nor_a_colleagues(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", most=1)
    offered, waiting = writes(run, 1), writes(run, 2)
    ben = run(an_agent, "Ben", whatsapp=True, most=1)

    for user, key in ((ana, offered), (ana, waiting)):
        with pytest.raises(Conflict):
            run(close_conversation.close, user.id, key, NOW)
    with pytest.raises(NotFound):
        run(close_conversation.close, ben.id, offered, NOW)

    assert stands(run, offered) == (State.OFFERED, "Ana")


def test_a_supervisor_closes_any(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana", most=2)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)
    active, offered, waiting = talks(run, 1), writes(run, 2), writes(run, 3)
    assert stands(run, waiting) == (State.WAITING, None)

    for key in (waiting, offered, active):
        run(close_conversation.close, sofia.id, key, NOW)

    assert [stands(run, key)[0] for key in (active, offered, waiting)] == [State.CLOSED] * 3
    assert fresh(run, ana).seats_taken == 0


def test_who_closed_it_is_in_the_journal(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent, "Ana")
    key = talks(run)

    run(close_conversation.close, ana.id, key, NOW)

    with run.reading() as session:
        [line] = journal.of(session, journal.Subject("conversation", key))
        assert (line.action, line.actor_id) == ("conversation_closed", ana.id)
