"""What is typed and not sent is kept with the server, and goes when it was sent."""

from __future__ import annotations

import pytest

from occ.core.errors import NotFound
from occ.core.run import Runner
from occ.flows import save_draft
from occ.users.models import User
from tests.builders import an_agent, at
from tests.flows.sending.post import a_talk, answers


@pytest.fixture
def talk(run: Runner) -> tuple[User, str]:
    return a_talk(run)


def types(run: Runner, user: User, key: str, body: str) -> None:
    run(save_draft.save, user.id, key, body, at(5))


def kept(run: Runner, user: User) -> dict[str, str]:
    with run.reading() as session:
        return {key: told["body"] for key, told in save_draft.of(session, user.id).items()}


def test_the_last_of_what_was_typed_is_kept_and_an_empty_text_is_none(
    run: Runner, talk: tuple[User, str]
) -> None:
    ana, key = talk
    for body in ("It", "It is", "It is on its way\x00"):
        types(run, ana, key, body)
    assert kept(run, ana) == {key: "It is on its way"}

    types(run, ana, key, "  ")

    assert kept(run, ana) == {}


@pytest.mark.parametrize(("draft", "left"), [("Yes.", {}), ("Ye", {}), ("No, wait", "No, wait")])
def test_what_was_sent_is_no_draft_any_more_and_anything_else_stays(
    run: Runner, talk: tuple[User, str], draft: str, left: object
) -> None:
    ana, key = talk
    types(run, ana, key, draft)

    answers(run, ana, key, "Yes.")

    assert kept(run, ana) == ({key: left} if left else {})


def test_a_draft_is_its_writers_alone(run: Runner, talk: tuple[User, str]) -> None:
    ana, key = talk
    ben = run(an_agent, "Ben")
    types(run, ana, key, "Between us")

    with pytest.raises(NotFound):
        types(run, ben, key, "Mine")

    assert kept(run, ben) == {}
