from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from occ.core.db import Database
from occ.core.locks import lock_row
from occ.core.run import Runner
from occ.services.models import Service
from tests.builders import a_service, an_inbound, receive, the_conversation

postgresql = pytest.mark.parametrize("dialect", ["postgresql"])


@postgresql
def test_a_conversation_opens_while_a_drain_holds_its_service(run: Runner, db: Database) -> None:
    service = run(a_service)

    with db.writing() as draining, db.writing() as arriving:
        lock_row(draining, select(Service).where(Service.id == service.id))
        arriving.execute(text("SET LOCAL lock_timeout = '1s'"))
        receive(arriving, an_inbound())

        assert the_conversation(arriving).service_id == service.id


@postgresql
def test_two_who_lock_a_row_come_one_after_the_other(run: Runner, db: Database) -> None:
    service = run(a_service)
    with db.writing() as first, db.writing() as second:
        assert lock_row(first, select(Service).where(Service.id == service.id)) is not None
        second.execute(text("SET LOCAL lock_timeout = '50ms'"))

        with pytest.raises(OperationalError, match="lock timeout"):
            lock_row(second, select(Service).where(Service.id == service.id))
        second.rollback()
