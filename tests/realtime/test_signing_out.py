"""A browser's session and its sockets: they end together, wherever they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from occ.core import clock
from occ.core.run import Runner
from occ.flows import people
from occ.users import sessions
from occ.users.models import User
from tests.realtime.conftest import Open


@pytest.fixture
def ana(person: Callable[..., User]) -> User:
    return person("Ana")


def test_with_a_browsers_session_its_own_sockets_end_and_no_others(
    run: Runner, ana: User, open_page: Open
) -> None:
    desk, phone = open_page(ana), open_page(ana)
    with run.reading() as session:
        newest, *_ = sorted(one.id for one in sessions.of(session, ana.id))[::-1]

    run(people.sign_out, ana.id, [newest], clock.now())

    assert (desk.is_connected, phone.is_connected) == (True, False)
    assert desk.ask("renew")
    run(people.sign_out_others, ana.id, 0, clock.now())
    assert not desk.is_connected


def test_whose_session_ended_where_nobody_tells_is_signed_out_at_the_next_call(
    ana: User, open_page: Open, quiet: Runner
) -> None:
    page = open_page(ana)

    quiet(people.sign_out_others, ana.id, 0, clock.now())

    assert page.refused("renew")["code"] == "signed_out"
