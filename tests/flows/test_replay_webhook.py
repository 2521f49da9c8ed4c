from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from occ.conversations.models import Conversation
from occ.core.errors import Conflict, NotFound
from occ.core.run import Runner
from occ.flows import handle_webhook, inbound_message, replay_webhook
from occ.flows.handle_webhook import HandlingFailed
from occ.journal import entries as journal
from occ.messaging import dead_letters, inbox
from occ.messaging.models import Message, Webhook, WebhookState
from occ.messaging.ports import Inbound, StatusReport
from occ.users.models import User
from tests.builders import NOW, a_service, a_webhook, an_agent, an_inbound, at, customer, stands


class Reader:
    """Reads the form of one message; `broken`, it can't."""

    def __init__(self, letter: Inbound, broken: bool = False) -> None:
        self._letter, self.broken = letter, broken

    def read_inbound(self, form: dict[str, str]) -> Inbound:
        if self.broken:
            raise RuntimeError("a bug of ours")
        return self._letter

    def read_status(self, form: dict[str, str], attempt: str | None) -> StatusReport:
        raise ValueError("no status report")


@pytest.fixture
def ada(run: Runner) -> User:
    return run(an_agent, "Ada", whatsapp=False)


@pytest.fixture
def letter() -> Inbound:
    return an_inbound("Is anybody there?", customer(1))


@pytest.fixture
def dead(run: Runner, letter: Inbound) -> int:
    """A dead letter of a customer who wrote to Sales."""
    run(a_service)
    return given_up(run, letter)


def given_up(run: Runner, letter: Inbound) -> int:
    webhook_id = run(a_webhook, letter)
    assert webhook_id is not None
    assert run(inbox.failed, webhook_id, "RuntimeError: a bug of ours", True, NOW)
    return webhook_id


def bodies(run: Runner) -> list[str]:
    with run.reading() as session:
        return list(session.scalars(select(Message.body).order_by(Message.id)))


def webhook(run: Runner, webhook_id: int) -> Webhook:
    with run.reading() as session:
        return session.get_one(Webhook, webhook_id)


def outcomes(run: Runner, webhook_id: int) -> list[tuple[int | None, str]]:
    """Who replayed a letter, and what came of it; the newest first."""
    with run.reading() as session:
        lines = journal.of(session, replay_webhook.subject(webhook_id))
        return [(line.actor_id, line.after["outcome"]) for line in lines]


def test_a_replayed_message_stands_in_its_conversation_and_is_offered(
    run: Runner, dead: int, letter: Inbound, ada: User
) -> None:
    run(an_agent, "Ana")

    run(replay_webhook.replay, ada.id, dead, {"twilio": Reader(letter)}, at(60))

    assert bodies(run) == ["Is anybody there?"]
    with run.reading() as session:
        key = session.scalar(
            select(Conversation.key)
            .join(Message, Message.conversation_id == Conversation.id)
            .where(Message.provider_sid == letter.sid)
        )
    assert key and stands(run, key) == ("offered", "Ana")
    assert webhook(run, dead).state is WebhookState.DONE
    assert outcomes(run, dead) == [(ada.id, "handled")]


def test_a_letter_that_two_press_at_once_is_handled_once(
    run: Runner, dead: int, letter: Inbound, ada: User
) -> None:
    both = Barrier(2)

    def press() -> str:
        both.wait()
        try:
            run(replay_webhook.replay, ada.id, dead, {"twilio": Reader(letter)}, at(60))
        except Conflict as late:
            return late.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(press) for _ in range(2)]

    assert sorted(answer.result() for answer in answers) == ["done", "handled"]
    assert bodies(run) == ["Is anybody there?"]


def test_a_message_that_was_placed_meanwhile_is_not_placed_twice(
    run: Runner, dead: int, letter: Inbound, ada: User
) -> None:
    run(inbound_message.receive, letter, dead, at(1))
    assert bodies(run) == ["Is anybody there?"]

    run(replay_webhook.replay, ada.id, dead, {"twilio": Reader(letter)}, at(60))

    assert bodies(run) == ["Is anybody there?"]
    assert webhook(run, dead).state is WebhookState.DONE


def test_what_fails_again_is_kept_with_the_new_reason_and_who_tried(
    run: Runner, dead: int, letter: Inbound, ada: User
) -> None:
    with pytest.raises(HandlingFailed):
        run(replay_webhook.replay, ada.id, dead, {"twilio": Reader(letter, broken=True)}, at(60))
    run(replay_webhook.failed, ada.id, dead, "RuntimeError: another bug", at(60))

    kept = webhook(run, dead)
    assert (kept.state, kept.tries) == (WebhookState.DEAD, 2)
    assert kept.error == "RuntimeError: another bug"
    assert outcomes(run, dead) == [(ada.id, "failed")]
    assert bodies(run) == []


def test_all_are_left_to_the_inbox_in_the_order_they_came(run: Runner, ada: User) -> None:
    run(a_service)
    letters = [an_inbound(word, customer(1)) for word in ("one", "two", "three")]
    ids = [given_up(run, each) for each in letters]

    assert run(replay_webhook.replay_all, ada.id, at(60)) == 3
    assert run(replay_webhook.replay_all, ada.id, at(60)) == 0, "pressed twice"
    for each in letters:
        run(handle_webhook.handle_oldest, customer(1), {"twilio": Reader(each)}, at(61))

    assert bodies(run) == ["one", "two", "three"]
    assert [outcomes(run, each) for each in ids] == [[(ada.id, "due")]] * 3
    with run.reading() as session:
        assert dead_letters.standing(session).count == 0


def test_what_is_no_dead_letter_is_not_replayed(run: Runner, ada: User, letter: Inbound) -> None:
    run(a_service)
    waiting = run(a_webhook, letter)
    assert waiting is not None

    with pytest.raises(Conflict, match="by itself"):
        run(replay_webhook.replay, ada.id, waiting, {"twilio": Reader(letter)}, at(60))
    with pytest.raises(NotFound):
        run(replay_webhook.replay, ada.id, waiting + 1, {"twilio": Reader(letter)}, at(60))
    assert bodies(run) == []


def test_letters_are_listed_a_page_at_a_time_the_newest_first(run: Runner) -> None:
    ids = [given_up(run, an_inbound(sender=customer(each))) for each in range(22)]

    with run.reading() as session:
        first, more = dead_letters.page(session)
        assert ([each.id for each in first], more) == (ids[:1:-1], True)
        rest, more = dead_letters.page(session, first[-1].id)
        assert ([each.id for each in rest], more) == (ids[1::-1], False)
