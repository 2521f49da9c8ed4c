from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from occ.core.errors import Conflict, NotFound, OccError
from occ.core.run import Runner
from occ.flows import agent_reply, close_conversation, set_up
from occ.messaging.texts import LONGEST_MESSAGE, LONGEST_REPLY
from occ.settings.pages import TwilioSettings
from occ.users.models import Role
from tests.builders import NOW, SALES_NUMBER, an_agent, at, conversation, customer, writes
from tests.flows.sending.post import a_talk, answers, sent

DAY = 24 * 60 * 60


def test_an_answer_waits_to_be_sent_from_the_number_that_was_written_to(run: Runner) -> None:  # A2
    ana, key = a_talk(run)

    answers(run, ana, key, "Until eight.")

    [answer] = sent(run)
    assert (answer.body, answer.hand_over) == ("Until eight.", "waiting")
    assert (answer.sender, answer.recipient) == (f"whatsapp:{SALES_NUMBER}", customer(1))


def test_the_same_client_id_sends_once(run: Runner) -> None:
    ana, key = a_talk(run)

    first = run(agent_reply.reply, ana.id, key, "click", "Yes.", NOW)
    second = run(agent_reply.reply, ana.id, key, "click", "Yes.", at(1))

    assert first == second
    assert len(sent(run)) == 1


def test_eight_clicks_at_once_send_once(run: Runner) -> None:
    ana, key = a_talk(run)

    with ThreadPoolExecutor(8) as pool:
        told = list(
            pool.map(lambda _: run(agent_reply.reply, ana.id, key, "click", "Yes.", NOW), range(8))
        )

    assert len(sent(run)) == 1
    assert {answer["key"] for [answer] in told} == {sent(run)[0].key}


def test_answering_ends_the_customers_waiting(run: Runner) -> None:
    ana, key = a_talk(run)
    assert conversation(run, key).unanswered_since is not None

    answers(run, ana, key, "Yes.", at(5))

    answered = conversation(run, key)
    assert (answered.unanswered_since, answered.last_body) == (None, "Yes.")


def test_a_long_answer_goes_in_pieces_cut_at_words_and_in_order(run: Runner) -> None:
    ana, key = a_talk(run)
    long = " ".join(f"word{number}" for number in range(500))
    assert len(long) > 2 * LONGEST_MESSAGE

    answers(run, ana, key, long)

    pieces = [message.body for message in sent(run)]
    assert max(map(len, pieces)) <= LONGEST_MESSAGE
    assert " ".join(pieces) == long


@pytest.mark.parametrize(
    ("body", "code"),
    [("  \n", "empty"), (" \u200b\u2066\n", "empty"), ("x" * (LONGEST_REPLY + 1), "too_long")],
)
def test_what_is_no_message_is_refused(run: Runner, body: str, code: str) -> None:
    ana, key = a_talk(run)

    with pytest.raises(OccError) as refusal:
        answers(run, ana, key, body)

    assert refusal.value.code == code
    assert sent(run) == []


def test_after_a_day_of_silence_free_text_is_refused(run: Runner) -> None:
    ana, key = a_talk(run)
    answers(run, ana, key, "still open", at(DAY - 1))

    with pytest.raises(Conflict) as refusal:
        answers(run, ana, key, "shut", at(DAY))

    assert refusal.value.code == "window_shut"


def test_the_customers_next_words_open_the_window_again(run: Runner) -> None:
    ana, key = a_talk(run)
    writes(run, now=at(DAY + 60))

    answers(run, ana, key, "Welcome back", at(DAY + 61))

    assert [message.body for message in sent(run)] == ["Welcome back"]


def test_a_colleague_may_not_answer_in_it_and_does_not_learn_that_it_exists(run: Runner) -> None:
    _, key = a_talk(run)
    ben = run(an_agent, "Ben")

    with pytest.raises(NotFound):
        answers(run, ben, key)


def test_an_offer_must_be_accepted_before_one_answers(run: Runner) -> None:
    ana, _ = a_talk(run)
    key = writes(run, 2)

    with pytest.raises(Conflict) as refusal:
        answers(run, ana, key)

    assert refusal.value.code == "not_yours"


def test_a_supervisor_may_step_in(run: Runner) -> None:
    _, key = a_talk(run)
    sofia = run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)

    answers(run, sofia, key)

    assert [message.author_id for message in sent(run)] == [sofia.id]


def test_nobody_answers_in_a_closed_conversation(run: Runner) -> None:
    ana, key = a_talk(run)
    run(close_conversation.close, ana.id, key, at(5))

    with pytest.raises(Conflict) as refusal:
        answers(run, ana, key)

    assert refusal.value.code == "closed"


def test_while_whatsapp_is_switched_off_an_answer_is_refused(run: Runner) -> None:
    ana, key = a_talk(run)
    run(set_up.save, None, TwilioSettings(whatsapp=False), at(5))

    with pytest.raises(Conflict) as refusal:
        answers(run, ana, key)

    assert refusal.value.code == "channel_off"
