from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.conversations.models import Conversation
from occ.core.locks import lock_row
from occ.core.run import Runner
from occ.users.models import User
from tests.builders import Clock, a_service, an_agent, writes
from tests.routing.lock_watch import LockWatch
from tests.routing.play import play

postgresql = pytest.mark.parametrize("dialect", ["postgresql"])


@postgresql
def test_rows_are_locked_in_the_one_order_whatever_happens(run: Runner, clock: Clock) -> None:
    with LockWatch(run.database.engine) as watch:
        play(run, clock, examples=4)

    assert watch.transactions > 100
    assert sorted(set(watch.wrong)) == []


@postgresql
def test_the_watch_would_have_noticed(run: Runner) -> None:
    run(a_service)
    run(an_agent, "Ana")
    key = writes(run)

    with LockWatch(run.database.engine) as watch:
        run(user_before_conversation, key)

    assert [each.split(":")[0] for each in watch.wrong] == [
        "('conversations', 1) after [('users', 1)]"
    ]


def user_before_conversation(session: Session, key: str) -> None:
    lock_row(session, select(User))
    lock_row(session, select(Conversation).where(Conversation.key == key))
