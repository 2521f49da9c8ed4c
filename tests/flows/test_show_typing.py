from __future__ import annotations

from dataclasses import replace

import pytest

from occ.core.errors import NotFound
from occ.core.run import Runner
from occ.flows import close_conversation, set_up, show_typing
from occ.settings.pages import TwilioSettings
from occ.users.models import Role, User
from tests.builders import an_agent, an_inbound, at, at_once, customer, receive
from tests.flows.sending.post import a_talk, answers

DAY = 24 * 60 * 60
SWITCHED_ON = TwilioSettings(whatsapp=True)


@pytest.fixture
def talk(run: Runner) -> tuple[User, str]:
    return a_talk(run)


def begins(run: Runner, talk: tuple[User, str], seconds: float = 1) -> str | None:
    ana, key = talk
    return run(show_typing.begin, ana.id, key, at(seconds))


def test_the_customers_last_message_is_marked(run: Runner, talk: tuple[User, str]) -> None:
    last = an_inbound("And?", customer(1), name="Customer 1")
    run(receive, last, at(1))

    assert begins(run, talk, 2) == last.sid


def test_it_is_told_again_after_twenty_seconds_or_the_answer(
    run: Runner, talk: tuple[User, str]
) -> None:
    assert begins(run, talk, 1)
    assert begins(run, talk, 20.9) is None
    assert begins(run, talk, 21)
    answers(run, *talk, "Yes.", at(22))
    assert begins(run, talk, 23)


def test_of_many_pages_at_once_one_tells(run: Runner, talk: tuple[User, str]) -> None:
    told: list[str | None] = []

    at_once(6, lambda _: told.append(begins(run, talk)))

    assert [sid is not None for sid in told].count(True) == 1


def test_who_only_looks_on_leaves_no_blue_ticks(run: Runner, talk: tuple[User, str]) -> None:
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR)

    assert begins(run, (sofia, talk[1])) is None
    with pytest.raises(NotFound):
        begins(run, (run(an_agent, "Ben"), talk[1]))


@pytest.mark.parametrize(
    "settings", [replace(SWITCHED_ON, typing=False), replace(SWITCHED_ON, whatsapp=False)]
)
def test_where_it_is_switched_off_nothing_is_told(
    run: Runner, talk: tuple[User, str], settings: TwilioSettings
) -> None:
    run(set_up.save, None, settings, at(1))

    assert begins(run, talk, 2) is None


def test_after_the_window_or_the_end_nothing_is_told(run: Runner, talk: tuple[User, str]) -> None:
    assert begins(run, talk, DAY) is None
    run(close_conversation.close, talk[0].id, talk[1], at(5))
    assert begins(run, talk, 6) is None
