"""A browser's session and its sockets: they end together, wherever they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from occ.conversations import queries
from occ.conversations.models import State
from occ.core import clock
from occ.core.run import Runner
from occ.flows import agent_reply, people
from occ.users import sessions
from occ.users.models import Role, User
from tests.builders import a_service, conversation, stands, talks
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


def test_who_is_disabled_has_every_socket_ended_chats_requeued_and_history_kept(
    run: Runner, ana: User, person: Callable[..., User], open_page: Open
) -> None:
    run(a_service, now=clock.now())
    desk, phone = open_page(ana), open_page(ana)
    key = talks(run, now=clock.now())
    run(agent_reply.reply, ana.id, key, "c1", "Good morning", clock.now())
    ada = person("Ada", Role.ADMINISTRATOR)

    run(people.set_disabled, ada.id, ana.key, True, clock.now())

    assert (desk.is_connected, phone.is_connected) == (False, False)
    assert stands(run, key) == (State.WAITING, None)
    with run.reading() as session:
        said, _ = queries.page(session, conversation(run, key))
        assert session.get_one(User, ana.id).seats_taken == 0
    assert [each["author"] and each["author"]["name"] for each in said] == [None, "Ana"]
