from __future__ import annotations

import pytest
from sqlalchemy import update

from occ.core.errors import Conflict, Invalid, NotFound, OccError
from occ.core.run import Runner
from occ.flows import retry_message, send_template
from occ.flows.send_template import Chosen
from occ.messaging.models import Direction, HandOver, Message
from occ.messaging.ports import Approval
from occ.messaging.template_models import Template
from occ.users.models import User
from tests.builders import an_agent, at, conversation, writes
from tests.flows.sending.first import TEMPLATE, a_template
from tests.flows.sending.post import a_talk, answers, claims, message, sent

DAY = 24 * 60 * 60


@pytest.fixture
def talk(run: Runner) -> tuple[User, str]:
    run(a_template)
    return a_talk(run)


def sends(
    run: Runner, talk: tuple[User, str], seconds: float = DAY, client: str = "press", **value: str
) -> str:
    ana, key = talk
    chosen = Chosen(TEMPLATE, value or {"1": "314"})
    [told] = run(send_template.send, ana.id, key, client, chosen, at(seconds))
    return str(told["key"])


def test_outside_the_24_hours_an_approved_template_leaves(
    run: Runner, talk: tuple[User, str]
) -> None:
    with pytest.raises(Conflict):
        answers(run, *talk, "Free text", at(DAY))

    key = sends(run, talk)

    [claimed] = claims(run, at(DAY))
    assert claimed.template is not None
    assert (claimed.template.sid, claimed.template.variables) == (TEMPLATE, {"1": "314"})
    assert message(run, key).body == "Your code: 314"
    assert conversation(run, talk[1]).last_body == "Your code: 314"


def test_inside_them_it_leaves_as_well_and_in_its_place(
    run: Runner, talk: tuple[User, str]
) -> None:
    answers(run, *talk, "One moment.")
    sends(run, talk, 1)

    [first] = claims(run, at(2))

    assert (first.body, first.template) == ("One moment.", None)


def test_what_whatsapp_has_not_approved_is_refused(run: Runner, talk: tuple[User, str]) -> None:
    judge(run, Approval.PENDING)

    with pytest.raises(OccError) as refusal:
        sends(run, talk)

    assert refusal.value.code == "not_approved"
    assert sent(run) == []


def test_an_approval_that_was_taken_back_meanwhile_stops_it_at_the_door(
    run: Runner, talk: tuple[User, str]
) -> None:
    key = sends(run, talk)
    judge(run, Approval.PAUSED)

    assert claims(run, at(DAY)) == []

    stopped = message(run, key)
    assert (stopped.hand_over, stopped.reason_code) == (HandOver.REFUSED, "not_approved")


def test_free_text_whose_window_shuts_while_it_waits_is_stopped_for_machines_too(
    run: Runner, talk: tuple[User, str]
) -> None:
    key = answers(run, *talk, "Almost late", at(DAY - 1))

    assert claims(run, at(DAY)) == []

    assert message(run, key).reason_code == "window_shut"


@pytest.mark.parametrize("values", [{"1": " \n"}, {"2": "314"}, {"1": "314", "2": "more"}])
def test_every_variable_has_a_value_and_there_are_no_others(
    run: Runner, talk: tuple[User, str], values: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        sends(run, talk, **values)

    assert sent(run) == []


def test_a_value_is_one_line_as_whatsapp_wants_it(run: Runner, talk: tuple[User, str]) -> None:
    key = sends(run, talk, **{"1": "314\n 159"})

    assert message(run, key).body == "Your code: 314 159"


def test_the_same_press_sends_once(run: Runner, talk: tuple[User, str]) -> None:
    assert sends(run, talk) == sends(run, talk, DAY + 5)
    assert len(sent(run)) == 1


def test_a_colleague_sends_none_in_it(run: Runner, talk: tuple[User, str]) -> None:
    ben = run(an_agent, "Ben")

    with pytest.raises(NotFound):
        sends(run, (ben, talk[1]))


def test_one_that_failed_is_sent_again_though_the_window_is_shut(
    run: Runner, talk: tuple[User, str]
) -> None:
    key = sends(run, talk)
    fails(run, key)

    run(retry_message.retry, talk[0].id, key, at(DAY + 10))

    [claimed] = claims(run, at(DAY + 10))
    assert claimed.template is not None


def test_the_answer_to_it_opens_the_window_for_free_text(
    run: Runner, talk: tuple[User, str]
) -> None:
    sends(run, talk)
    writes(run, body="Thank you", now=at(DAY + 60))

    answers(run, *talk, "You are welcome", at(DAY + 61))

    assert [one.direction for one in sent(run)] == [Direction.OUT] * 2


def judge(run: Runner, approval: Approval) -> None:
    with run.database.writing() as session:
        session.execute(update(Template).values(approval=approval))


def fails(run: Runner, key: str) -> None:
    with run.database.writing() as session:
        session.execute(
            update(Message)
            .where(Message.key == key)
            .values(hand_over=HandOver.REFUSED, reason_code="63016")
        )
