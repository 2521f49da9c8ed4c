"""What Twilio's list did not tell of a message is filled in by the webhook that comes after it."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.contacts.models import Contact
from occ.conversations import queries
from occ.conversations.models import Conversation
from occ.core import ids
from occ.core.db import Database
from occ.core.events import Event
from occ.core.run import Runner
from occ.flows import agent_reply, handle_webhook
from occ.flows.handle_webhook import HandlingFailed
from occ.messaging import inbox, verified
from occ.messaging.models import Message, Webhook
from occ.providers.twilio.inbound import WRITTEN_AT
from occ.providers.twilio.provider import TwilioProvider
from tests.builders import NOW, a_service, accepts, an_agent, at, the_conversation
from tests.live import until
from tests.providers.forms import captured
from tests.routing.lock_watch import waits_for_a_lock

TWILIO = TwilioProvider(None, 1.0)
KINDS = """text image audio video document sticker contacts location button list form
reply_to_ours from_advertisement hidden_number unknown""".split()
LISTED = ("MessageSid", "AccountSid", "From", "To", "Body", "NumMedia")
WRITTEN = NOW - timedelta(minutes=2)
_numbers = itertools.count(1)
Form = dict[str, str]


def posted(kind: str, **changes: str) -> Form:
    number = next(_numbers)
    sid, sender = f"SM{number:032x}", f"whatsapp:+4850{number:07d}"
    of_it = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid}
    who = {"From": sender, "ExternalUserId": f"whatsapp:PL.{number}"}
    if kind == "hidden_number":
        who["From"] = who["ExternalUserId"]
    return captured(f"inbound_{kind}", **(of_it | who | changes))


def listed(form: Form) -> Form:
    """What the list tells of the same message."""
    files = {f"MediaUrl{n}": form[f"MediaUrl{n}"] for n in range(int(form["NumMedia"]))}
    return {name: form[name] for name in LISTED} | files | {WRITTEN_AT: WRITTEN.isoformat()}


def store(session: Session, kind: str, form: Form, seconds: float = 0) -> int | None:
    kept = {name: [value] for name, value in form.items()}
    return inbox.store(
        session.connection(), "twilio", kind, form["From"], form["MessageSid"], kept, at(seconds)
    )


def is_fetched(run: Runner, form: Form) -> None:
    run(store, inbox.FETCHED, listed(form))


def is_posted(run: Runner, form: Form, seconds: float = 30) -> int | None:
    return run(store, inbox.MESSAGE, form, seconds)


def handle(run: Runner, form: Form, seconds: float = 60) -> int:
    """How many were due."""
    one = partial(run, handle_webhook.handle_oldest, form["From"], {"twilio": TWILIO}, at(seconds))
    return sum(1 for _ in iter(one, False))


def shown(run: Runner, form: Form) -> dict[str, Any]:
    """All that a screen is told, but for the keys and the times."""
    with run.reading() as session:
        message = session.scalars(
            select(Message).where(Message.provider_sid == form["MessageSid"])
        ).one()
        told = queries.message_facts(session, message)
        row = session.get_one(Conversation, message.conversation_id)
        name = session.scalars(select(Contact.name).order_by(Contact.id.desc()).limit(1)).one()
    files = [(file["shape"], file["name"]) for file in told["media"]]
    last = (row.last_kind, row.last_body, row.last_line)
    words = {name: told[name] for name in ("kind", "body", "line", "details", "status")}
    return words | {"media": files, "last": last, "contact": name}


def counts(run: Runner) -> tuple[int, int]:
    with run.reading() as session:
        both = (select(func.count()).select_from(table) for table in (Webhook, Message))
        webhooks, messages = (session.scalar(query) or 0 for query in both)
        return webhooks, messages


@pytest.fixture
def _sales(run: Runner) -> None:
    run(a_service)


@pytest.mark.usefixtures("_sales")
@pytest.mark.parametrize("first", ["handled", "left"])
def test_each_kind_is_in_the_end_what_its_webhook_alone_would_have_made_it(
    run: Runner, first: str
) -> None:
    for kind in KINDS:
        alone, form = posted(kind), posted(kind)
        is_posted(run, alone)
        handle(run, alone)
        expected = shown(run, alone)

        is_fetched(run, form)
        if first == "handled":
            assert handle(run, form) == 1
        is_posted(run, form)
        assert handle(run, form) == 1

        assert shown(run, form) == expected, kind
    assert counts(run) == (2 * len(KINDS), 2 * len(KINDS)), "each exactly once"


@pytest.mark.usefixtures("_sales")
def test_when_it_was_written_and_when_it_came_stay(run: Runner) -> None:
    form = posted("location")
    is_fetched(run, form)
    handle(run, form, 5)
    is_posted(run, form)
    handle(run, form)

    with run.reading() as session:
        message, conversation = session.scalars(select(Message)).one(), the_conversation(session)
    assert (message.written_at, message.at) == (WRITTEN, at(5))
    assert (conversation.last_inbound_at, conversation.last_at) == (WRITTEN, at(5))


@pytest.mark.usefixtures("_sales")
def test_screens_are_told_once_and_twice_the_same_webhook_changes_nothing(
    run: Runner, told: list[Event]
) -> None:
    form = posted("location")
    is_fetched(run, form)
    handle(run, form)
    told.clear()

    is_posted(run, form)
    assert is_posted(run, form) is None
    is_fetched(run, form)
    handle(run, form)

    names = [event.name for event in told]
    assert names.count("message_changed") == 1
    assert "conversation_changed" in names, "the list has other last words, and another name"
    assert "message_added" not in names
    assert counts(run) == (1, 1)


@pytest.mark.usefixtures("_sales")
def test_words_that_came_meanwhile_stay_the_last(run: Runner) -> None:
    run(an_agent, "Ana")
    form = posted("location")
    is_fetched(run, form)
    handle(run, form)
    with run.reading() as session:
        key = the_conversation(session).key
    accepts(run, key)
    with run.reading() as session:
        agent = the_conversation(session).user_id
    run(agent_reply.reply, agent, key, ids.new("cli"), "Where are you?", at(20))

    is_posted(run, form)
    handle(run, form)

    with run.reading() as session:
        row = the_conversation(session)
        assert (row.last_body, row.last_line) == ("Where are you?", None)
    assert shown(run, form)["kind"] == "location"


@pytest.mark.usefixtures("_sales")
def test_after_a_crash_between_the_two_the_job_completes_it(run: Runner) -> None:
    form = posted("button")
    is_fetched(run, form)
    handle(run, form)
    is_posted(run, form, seconds=30)

    with run.reading() as session:
        assert inbox.pending(session, at(36)) == [form["From"]]
    assert handle(run, form) == 1
    assert shown(run, form)["details"] == {"choice": "Tak, proszę"}


class Stumbling(TwilioProvider):
    """Breaks on every form, as a bug of ours might make it."""

    def read_inbound(self, form: Any) -> Any:
        raise RuntimeError("a bug of ours")


@pytest.mark.usefixtures("_sales")
def test_a_completion_that_failed_is_tried_again(run: Runner) -> None:
    form = posted("location")
    is_fetched(run, form)
    handle(run, form)
    webhook_id = is_posted(run, form)

    with pytest.raises(HandlingFailed):
        run(handle_webhook.handle_oldest, form["From"], {"twilio": Stumbling(None, 1.0)}, at(60))
    run(inbox.failed, webhook_id, "RuntimeError: a bug of ours", False, at(60))

    assert handle(run, form, 62) == 1
    assert shown(run, form)["kind"] == "location"


@pytest.mark.usefixtures("_sales")
def test_what_failed_as_it_was_fetched_is_placed_as_it_was_posted(run: Runner) -> None:
    form = posted("location")
    is_fetched(run, form)
    with run.reading() as session:
        webhook_id = session.scalars(select(Webhook.id)).one()
    run(inbox.failed, webhook_id, "no message we can place", True, NOW)

    is_posted(run, form)

    assert handle(run, form) == 1
    assert shown(run, form)["kind"] == "location"
    assert counts(run) == (1, 1)


@pytest.mark.usefixtures("_sales")
def test_who_is_known_by_the_number_alone_is_known_by_the_id_too_once_the_webhook_tells_it(
    run: Runner,
) -> None:
    form = posted("text")
    is_fetched(run, form)
    handle(run, form)
    hidden = posted("text", From=form["ExternalUserId"], ExternalUserId=form["ExternalUserId"])
    is_posted(run, hidden)
    handle(run, hidden)

    is_posted(run, form)
    handle(run, form)

    with run.reading() as session:
        conversations = session.scalars(select(Message.conversation_id)).all()
    assert len(set(conversations)) == 1, "one person, one conversation"


@pytest.mark.usefixtures("_sales")
@pytest.mark.parametrize("dialect", ["postgresql"])
def test_a_webhook_that_comes_while_the_fetched_one_is_handled_waits_and_completes_it(
    run: Runner, db: Database
) -> None:
    form = posted("location")
    is_fetched(run, form)

    with ThreadPoolExecutor(1) as pool:
        with db.writing() as session:
            assert handle_webhook.handle_oldest(session, form["From"], {"twilio": TWILIO}, NOW)
            posting = pool.submit(is_posted, run, form)
            until(lambda: waits_for_a_lock(db))
        posting.result()

    assert handle(run, form) == 1
    assert shown(run, form)["kind"] == "location"


def test_it_proves_that_twilio_reaches_us(run: Runner) -> None:
    form = posted("text")
    is_fetched(run, form)
    with run.reading() as session:
        assert verified.last_called(session) is None

    is_posted(run, form, seconds=30)

    with run.reading() as session:
        assert verified.last_called(session) == at(30)
