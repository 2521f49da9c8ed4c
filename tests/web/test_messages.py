"""The page of a message of ours, and the lines of credit that lead to it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.core import clock
from occ.core.run import Runner
from occ.flows import agent_reply, claim_messages, record_attempt
from occ.flows.record_attempt import Accepted
from occ.messaging.models import HandOver, Message
from occ.messaging.outbox import Lane
from occ.users.models import User
from tests.builders import NOW, a_service, an_agent, talks
from tests.flows.sending import first
from tests.web.browser import Browser, shown
from tests.web.credit import adds

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def sent(run: Runner, administrator: Browser, ana: User, page: str) -> str:
    """The key of an SMS that Ana's credit has paid, in two parts."""
    run(first.a_price)
    run(first.sms_is_on)
    adds(administrator, page, "10")
    key = first.sms(run, first.Sender(ana.id, None), body="x" * 161, now=clock.now())
    [claimed] = run(claim_messages.claim, clock.now(), Lane.REST)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", 2), clock.now())
    return key


def test_a_line_of_the_credit_log_opens_the_message_it_is_of(  # D6
    administrator: Browser, page: str, sent: str
) -> None:
    log = administrator.get(page)
    assert f'href="/messages/{sent}">Message</a>, 2 parts' in log.text

    seen = shown(administrator.get(f"/messages/{sent}"))

    assert "To +48 500 100 200 · SMS" in seen
    assert "Hand-over status accepted Delivery status –" in seen
    assert "Paid by 3 credits, 2 parts" in seen


def test_a_line_of_events_opens_it_too_or_the_log_where_it_is_of_many(  # D7
    administrator: Browser, run: Runner, ana: User, page: str, sent: str
) -> None:
    events = f"/users/{ana.key}/events"
    assert f'href="/messages/{sent}">Credit spent by messages' in administrator.get(events).text

    first.sms(run, first.Sender(ana.id, None), now=clock.now())
    [claimed] = run(claim_messages.claim, clock.now(), Lane.REST)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM2", 1), clock.now())

    [address] = re.findall(
        r'href="([^"]+)">Credit spent by messages', administrator.get(events).text
    )
    assert address == f"{page}?show=spent"


def test_who_had_it_sent_and_who_oversees_see_it(
    agent: Browser, supervisor: Browser, app: Flask, run: Runner, sent: str
) -> None:
    stranger = Browser(app, run(an_agent, "Ben"))

    answers = [one.get(f"/messages/{sent}").status_code for one in (agent, supervisor, stranger)]

    assert answers == [200, 200, 404]


def test_in_a_conversation_it_is_open_to_who_sees_that(
    agent: Browser, supervisor: Browser, app: Flask, run: Runner, ana: User
) -> None:
    run(a_service)
    key = talks(run)
    [told] = run(agent_reply.reply, ana.id, key, "1", "We open at nine.", NOW)
    address = f"/messages/{told['key']}"
    stranger = Browser(app, run(an_agent, "Ben"))

    answers = [one.get(address).status_code for one in (agent, supervisor, stranger)]

    assert answers == [200, 200, 404]
    assert f'href="/conversations/{key}"' in agent.get(address).text
    assert "Paid by nobody" in shown(agent.get(address))


def test_the_message_names_its_batch_and_hides_the_code(  # B3
    administrator: Browser, run: Runner, ana: User
) -> None:
    run(first.sms_is_on)
    run(first.a_template)
    batch = run(first.a_batch, 5)
    key = first.code(run, first.Sender(ana.id, None), now=clock.now())
    run(claim_messages.claim, clock.now(), Lane.REST)

    seen = administrator.get(f"/messages/{key}")

    assert f'href="/whatsapp-batches?q={batch}">WhatsApp batch no. {batch}' in seen.text
    assert "Your code: •••••" in shown(seen) and "314159" not in seen.text


def test_a_customers_message_has_no_such_page(supervisor: Browser) -> None:
    assert supervisor.get("/messages/msg_0000000000000000").status_code == 404


def test_an_unknown_one_is_decided_on_its_page_and_named_on_the_systems(
    administrator: Browser, agent: Browser, run: Runner, ana: User
) -> None:
    key = run(first.an_sms_of_ours, run(first.a_sender)._replace(id=ana.id)).key
    run(becomes_unknown, key)
    address = f"/messages/{key}"
    assert f'href="{address}">Open the message' in administrator.get("/system").text
    assert "Send again anyway" in shown(agent.get(address))

    assert agent.post(f"{address}/give-up").status_code == 302

    assert "Hand-over status refused Nobody knows whether this arrived." in shown(
        agent.get(address)
    )
    assert "Send again anyway" not in shown(agent.get(address))
    assert agent.post(f"{address}/send-again").status_code == 409


def becomes_unknown(session: Session, key: str) -> None:
    session.execute(update(Message).where(Message.key == key).values(hand_over=HandOver.UNKNOWN))
