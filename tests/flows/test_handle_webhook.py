from __future__ import annotations

import pytest
from sqlalchemy import func, select

from occ.core.run import Runner
from occ.flows import handle_webhook, inbound_message
from occ.flows.handle_webhook import HandlingFailed
from occ.messaging import inbox
from occ.messaging.models import Message, Webhook, WebhookState
from occ.messaging.ports import Inbound, StatusReport
from tests.builders import NOW, a_service, a_webhook, an_inbound, at, customer


class Letters:
    """What a provider reads out of a stored form; a form it does not know can't be read."""

    def __init__(self, *letters: Inbound) -> None:
        self._letters = {letter.sid: letter for letter in letters}
        self.broken: set[str] = set()

    def read_inbound(self, form: dict[str, str]) -> Inbound:
        if form["MessageSid"] in self.broken:
            raise RuntimeError("a bug of ours")
        if form["MessageSid"] not in self._letters:
            raise ValueError("no message we can place")
        return self._letters[form["MessageSid"]]

    def read_status(self, form: dict[str, str], attempt: str | None) -> StatusReport:
        raise ValueError("no status report")


def bodies(run: Runner) -> list[str]:
    with run.reading() as session:
        return list(session.scalars(select(Message.body).order_by(Message.id)))


def state(run: Runner, webhook_id: int) -> WebhookState:
    with run.reading() as session:
        return session.get_one(Webhook, webhook_id).state


def test_a_burst_of_one_customer_is_handled_in_the_order_it_came(run: Runner) -> None:
    run(a_service)
    burst = [an_inbound(word, customer(1)) for word in ("one", "two", "three")]
    for letter in burst:
        run(a_webhook, letter)

    letters = Letters(*burst)
    while run(handle_webhook.handle_oldest, customer(1), {"twilio": letters}, NOW):
        pass

    assert bodies(run) == ["one", "two", "three"]


def test_the_same_message_delivered_twice_is_stored_once(run: Runner) -> None:
    letter = an_inbound()

    assert run(a_webhook, letter) is not None
    assert run(a_webhook, letter) is None


def test_what_fails_inside_is_undone_and_due_again_with_a_growing_pause(run: Runner) -> None:
    run(a_service)
    letter = an_inbound("Hello", customer(1))
    webhook_id = run(a_webhook, letter)
    letters = Letters(letter)
    letters.broken.add(letter.sid)

    with pytest.raises(HandlingFailed) as failure:
        run(handle_webhook.handle_oldest, customer(1), {"twilio": letters}, NOW)
    assert not failure.value.hopeless
    run(inbox.failed, webhook_id, "RuntimeError: a bug of ours", False, NOW)

    assert bodies(run) == []
    assert not run(handle_webhook.handle_oldest, customer(1), {"twilio": letters}, NOW)
    letters.broken.clear()
    assert run(handle_webhook.handle_oldest, customer(1), {"twilio": letters}, at(2))
    assert bodies(run) == ["Hello"]


def test_after_so_many_tries_it_is_a_dead_letter_and_is_kept(run: Runner) -> None:
    webhook_id = run(a_webhook, an_inbound())
    assert webhook_id is not None

    died = [
        run(inbox.failed, webhook_id, "RuntimeError", False, at(1000 * number))
        for number in range(inbox.MOST_TRIES)
    ]

    assert died == [False] * (inbox.MOST_TRIES - 1) + [True]
    with run.reading() as session:
        dead = session.get_one(Webhook, webhook_id)
        assert (dead.state, dead.form["Body"]) == (WebhookState.DEAD, ["Hello"])


def test_a_form_nobody_can_read_is_a_dead_letter_at_once_and_the_next_goes_on(run: Runner) -> None:
    run(a_service)
    poison, sound = an_inbound("poison", customer(1)), an_inbound("sound", customer(1))
    first = run(a_webhook, poison)
    run(a_webhook, sound)
    letters = Letters(sound)

    with pytest.raises(HandlingFailed) as failure:
        run(handle_webhook.handle_oldest, customer(1), {"twilio": letters}, NOW)
    assert failure.value.hopeless
    run(inbox.failed, failure.value.webhook_id, "ValueError", failure.value.hopeless, NOW)
    run(handle_webhook.handle_oldest, customer(1), {"twilio": letters}, NOW)

    assert first is not None
    assert state(run, first) is WebhookState.DEAD
    assert bodies(run) == ["sound"]


def test_several_at_once_are_all_handled_or_none(run: Runner) -> None:
    run(a_service)
    good, bad = an_inbound("good", customer(1)), an_inbound("bad", customer(2))
    run(a_webhook, good)
    run(a_webhook, bad)
    letters = Letters(good)

    with pytest.raises(HandlingFailed):
        run(handle_webhook.handle_each, [customer(1), customer(2)], {"twilio": letters}, NOW)
    assert bodies(run) == []

    assert run(handle_webhook.handle_oldest, customer(1), {"twilio": letters}, NOW)
    assert bodies(run) == ["good"]


def test_one_that_was_placed_though_its_webhook_is_not_done_is_only_marked(run: Runner) -> None:
    run(a_service)
    letter = an_inbound("Hello", customer(1))
    webhook_id = run(a_webhook, letter)
    assert webhook_id is not None
    run(inbound_message.receive, letter, webhook_id, NOW)

    with pytest.raises(HandlingFailed):
        run(handle_webhook.handle_oldest, customer(1), {"twilio": Letters(letter)}, NOW)
    run(inbox.failed, webhook_id, "AlreadyPlaced", False, NOW)
    assert run(handle_webhook.handle_oldest, customer(1), {"twilio": Letters(letter)}, at(5))

    assert state(run, webhook_id) is WebhookState.DONE
    assert bodies(run) == ["Hello"]


def test_the_job_takes_what_was_left_and_not_what_a_worker_is_about_to_handle(run: Runner) -> None:
    run(a_webhook, an_inbound("left", customer(1)), NOW)
    run(a_webhook, an_inbound("fresh", customer(2)), at(9))

    with run.reading() as session:
        assert inbox.pending(session, at(10)) == [customer(1)]
        assert session.scalar(select(func.count()).select_from(Webhook)) == 2
