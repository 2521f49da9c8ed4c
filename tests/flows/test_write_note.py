"""Notes to colleagues: in the thread, never sent, and with the conversation wherever it goes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from occ.conversations import notes
from occ.conversations.models import Conversation
from occ.core.address import Channel, Identity
from occ.core.errors import NotFound, OccError
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import hand_over, save_draft, write_note
from occ.users.models import Role, User
from tests.builders import (
    NOW,
    a_service,
    accepts,
    an_agent,
    an_inbound,
    at,
    conversation,
    receive,
    stands,
)
from tests.flows.sending.post import a_talk, claims, sent


@pytest.fixture
def talk(run: Runner) -> tuple[User, str]:
    return a_talk(run)


def writes_note(
    run: Runner, user: User, key: str, body: str = "Call him", client: str = "1"
) -> str:
    return str(run(write_note.write, user.id, key, client, body, NOW)["key"])


def read(run: Runner, key: str) -> list[str]:
    with run.reading() as session:
        return [note["body"] for note in notes.of(session, conversation(run, key).id)]


def test_a_note_stands_in_the_thread_and_nothing_leaves(
    run: Runner, talk: tuple[User, str], told: list[Event]
) -> None:
    ana, key = talk
    told.clear()

    writes_note(run, ana, key, "Owes us the invoice\x00")

    assert read(run, key) == ["Owes us the invoice"]
    assert (sent(run), claims(run)) == ([], [])
    assert [event.name for event in told] == ["note_added"]
    assert told[0].facts["note"]["author"]["name"] == "Ana"


def test_the_same_note_again_is_the_same_note(run: Runner, talk: tuple[User, str]) -> None:
    ana, key = talk

    assert writes_note(run, ana, key) == writes_note(run, ana, key)
    assert read(run, key) == ["Call him"]


def test_who_may_not_see_a_conversation_writes_no_note_in_it(
    run: Runner, talk: tuple[User, str]
) -> None:
    _, key = talk
    ben, sofia = (
        run(an_agent, "Ben"),
        run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False),
    )

    with pytest.raises(NotFound):
        writes_note(run, ben, key)
    writes_note(run, sofia, key, "Be kind to him")

    assert read(run, key) == ["Be kind to him"]


@pytest.mark.parametrize("body", [" \n", "x" * 4001])
def test_a_note_of_nothing_or_of_too_much_is_refused(
    run: Runner, talk: tuple[User, str], body: str
) -> None:
    ana, key = talk

    with pytest.raises(OccError):
        writes_note(run, ana, key, body)


def test_a_note_s_draft_is_another_than_the_answer_s(run: Runner, talk: tuple[User, str]) -> None:
    ana, key = talk
    run(save_draft.save, ana.id, key, "To him", NOW)
    run(save_draft.save, ana.id, key, "Call", NOW, True)

    writes_note(run, ana, key, "Call him")

    with run.reading() as session:
        assert {where: kept["body"] for where, kept in save_draft.of(session, ana.id).items()} == {
            key: "To him"
        }


def test_a_conversation_is_handed_over_with_a_note_or_not_at_all(
    run: Runner, talk: tuple[User, str]
) -> None:
    ana, key = talk
    ben = run(an_agent, "Ben", online=False)

    with pytest.raises(OccError):
        run(hand_over.to_colleague, ana.id, key, ben.key, NOW, "For you")
    assert read(run, key) == []
    cleo = run(an_agent, "Cleo")
    run(hand_over.to_colleague, ana.id, key, cleo.key, NOW, "For you")

    assert (stands(run, key)[1], read(run, key)) == ("Cleo", ["For you"])


def test_notes_and_drafts_of_them_go_on_with_the_conversation_theirs_was_joined_to(
    run: Runner,
) -> None:
    run(a_service)
    ana = run(an_agent)
    hidden, shown = Identity(Channel.WHATSAPP, bsuid="IT.ab12"), "+393330001112"
    keys = []
    for seconds, sender in enumerate((hidden, Identity(Channel.WHATSAPP, phone=shown))):
        run(receive, replace(an_inbound(), sender=sender), at(seconds))
        with run.reading() as session:
            newest = select(Conversation.key).order_by(Conversation.id.desc())
            keys.append(session.scalars(newest).first() or "")
        accepts(run, keys[-1])
    writes_note(run, ana, keys[0], "Hides his number", "1")
    writes_note(run, ana, keys[1], "Shows it", "2")
    run(save_draft.save, ana.id, keys[1], "More", NOW, True)

    both = Identity(Channel.WHATSAPP, phone=shown, bsuid="IT.ab12")
    run(receive, replace(an_inbound("It is me"), sender=both), at(9))

    [stays] = [key for key in keys if stands(run, key)[1] == "Ana"]
    assert sorted(read(run, stays)) == ["Hides his number", "Shows it"]
    with run.reading() as session:
        assert list(save_draft.of(session, ana.id)) == [stays + save_draft.NOTE]
