"""Texts that are written once: filled in for whom one writes to, and never sent half filled."""

from __future__ import annotations

from typing import Any

import pytest

from occ.conversations.canned import CannedForm
from occ.core.errors import Conflict, Invalid, NotAllowed, NotFound, OccError
from occ.core.run import Runner
from occ.flows import canned_replies
from occ.routing import access
from occ.users.models import Role, User
from tests.builders import NOW, a_service, accepts, an_agent, an_inbound, receive, the_conversation
from tests.flows.sending.post import a_talk, answers, sent


def keeps(run: Runner, user: User, shortcut: str, body: str = "Hello!", **where: Any) -> str:
    return str(
        run(canned_replies.save, user.id, None, CannedForm(shortcut, body, **where), NOW).key
    )


def offered(run: Runner, user: User, key: str) -> dict[str, str]:
    """Shortcut and text of what the user may choose from there."""
    with run.reading() as session:
        found = access.conversation_for(session, user, key)
        told = canned_replies.for_conversation(session, user, found)
        return {one["shortcut"]: one["body"] for one in told}


@pytest.fixture
def talk(run: Runner) -> tuple[User, str]:
    return a_talk(run)


@pytest.fixture
def sofia(run: Runner) -> User:
    return run(an_agent, "Sofia", role=Role.SUPERVISOR, chat=False, whatsapp=False)


def test_a_reply_is_filled_in_for_whom_one_writes_to(
    run: Runner, talk: tuple[User, str], sofia: User
) -> None:
    ana, key = talk
    keeps(run, sofia, "/Hello", "Hello {first_name} ({name}), {agent} of {service}, {number}")

    assert offered(run, ana, key) == {
        "hello": "Hello Customer (Customer 1), Ana of Sales, +39 06 1234 5678"
    }


def test_who_hides_the_name_leaves_a_gap_that_is_told_and_never_sent(run: Runner) -> None:
    run(a_service)
    ana = run(an_agent)
    run(receive, an_inbound(name=None))
    with run.reading() as session:
        key = the_conversation(session).key
    accepts(run, key)
    keeps(run, ana, "hello", "Hello {first_name}, {agent} here", owner_id=ana.id)
    body = offered(run, ana, key)["hello"]
    assert body == "Hello {first_name}, Ana here"

    with pytest.raises(OccError) as refusal:
        answers(run, ana, key, body)

    assert (refusal.value.code, sent(run)) == ("unfilled", [])


def test_one_s_own_the_service_s_and_everybody_s_are_offered_and_no_other(
    run: Runner, talk: tuple[User, str], sofia: User
) -> None:
    ana, key = talk
    ben = run(an_agent, "Ben")
    support = run(a_service, "Support", "+390612345679")
    with run.reading() as session:
        sales_id = access.conversation_for(session, ana, key).service_id
    keeps(run, sofia, "all")
    keeps(run, sofia, "sales", service_id=sales_id)
    keeps(run, sofia, "support", service_id=support.id)
    keeps(run, ana, "mine", owner_id=ana.id)
    keeps(run, ben, "bens", owner_id=ben.id)

    assert offered(run, ana, key).keys() == {"all", "sales", "mine"}


def test_an_agent_keeps_their_own_and_nobody_elses(
    run: Runner, talk: tuple[User, str], sofia: User
) -> None:
    ana, _ = talk
    ben = run(an_agent, "Ben")
    of_all, of_ben = keeps(run, sofia, "all"), keeps(run, ben, "bens", owner_id=ben.id)
    own = CannedForm("mine", "Mine", owner_id=ana.id)

    with pytest.raises(NotAllowed):
        keeps(run, ana, "everybody")
    for key, refusal in ((of_all, NotAllowed), (of_ben, NotFound)):
        with pytest.raises(refusal):
            run(canned_replies.save, ana.id, key, own, NOW)
        with pytest.raises(refusal):
            run(canned_replies.remove, ana.id, key, NOW)
    with pytest.raises(NotAllowed):
        run(canned_replies.save, ana.id, None, CannedForm("x", "y", owner_id=ben.id), NOW)


def test_a_shortcut_is_taken_once_in_each_place(run: Runner, sofia: User) -> None:
    ana = run(an_agent)
    keeps(run, sofia, "hello")
    keeps(run, ana, "hello", owner_id=ana.id)

    with pytest.raises(Conflict):
        keeps(run, sofia, "/HELLO")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (CannedForm("", "Hello"), "shortcut"),
        (CannedForm("two words", "Hello"), "shortcut"),
        (CannedForm("x" * 41, "Hello"), "shortcut"),
        (CannedForm("hello", " "), "body"),
        (CannedForm("hello", "x" * 7000), "body"),
        (CannedForm("hello", "Hello {firstname}"), "body"),
    ],
)
def test_what_could_not_be_found_or_filled_is_refused(
    run: Runner, sofia: User, form: CannedForm, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        run(canned_replies.save, sofia.id, None, form, NOW)

    assert refusal.value.fields.keys() == {field}
