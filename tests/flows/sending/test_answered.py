"""What we wrote first stands above the answer to it, for the agent who gets that."""

from __future__ import annotations

import pytest

from occ.core.errors import Conflict
from occ.core.run import Runner
from occ.flows import delivery_status, one_message, record_attempt, retry_message
from occ.flows.record_attempt import Accepted
from occ.messaging.messages import ANSWERED_WITHIN
from occ.messaging.ports import Delivery
from tests.builders import NOW, a_service, an_agent, at, conversation, customer, talks, writes
from tests.flows.sending import first
from tests.flows.sending.first import Sender, a_sender, claims
from tests.flows.sending.post import message, report


@pytest.fixture
def sender(run: Runner) -> Sender:
    run(a_service)
    run(first.a_template)
    return run(a_sender)


def sent(run: Runner, sender: Sender, sid: str = "SM1") -> str:
    """The key of an offer by WhatsApp to customer 1, taken by the provider."""
    key = run(first.an_offer_by_whatsapp, sender, customer(1)).key
    [claimed] = claims(run)
    run(record_attempt.record, claimed.attempt_key, Accepted(sid), NOW)
    return key


def test_it_stands_above_the_answer(run: Runner, sender: Sender) -> None:
    key = sent(run, sender)

    answer = writes(run, 1, now=at(60))

    assert message(run, key).conversation_id == conversation(run, answer).id


def test_another_customers_answer_leaves_it_where_it_is(run: Runner, sender: Sender) -> None:
    key = sent(run, sender)

    writes(run, 2, now=at(60))

    assert message(run, key).conversation_id is None


def test_what_was_written_long_ago_or_did_not_go_is_not_what_is_answered(
    run: Runner, sender: Sender
) -> None:
    old = sent(run, sender)
    waits = run(first.an_offer_by_whatsapp, sender, customer(1)).key

    writes(run, 1, now=NOW + ANSWERED_WITHIN)

    assert [message(run, key).conversation_id for key in (old, waits)] == [None, None]


def test_who_had_it_sent_still_opens_it_and_the_agent_does_not_repeat_it(
    run: Runner, sender: Sender
) -> None:
    key = sent(run, sender)
    ana = run(an_agent)
    answer = talks(run)
    run(delivery_status.take, report(Delivery.UNDELIVERED), at(1))

    with pytest.raises(Conflict):
        run(retry_message.retry, ana.id, key, at(2))

    assert run(one_message.read, sender.id, key).conversation is None
    assert run(one_message.read, ana.id, key).conversation == answer
