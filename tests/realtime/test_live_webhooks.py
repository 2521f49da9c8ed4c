"""Webhooks at the real edge: who is believed, and what a burst becomes."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy import func, select

from occ.contacts.models import Address
from occ.conversations.models import Conversation
from occ.messaging.models import Message, Webhook, WebhookState
from occ.providers.simulator.customers import Customer
from tests.live import Server, until
from tests.providers.forms import sign
from tests.realtime.conftest import House
from tests.realtime.letters import PATH, a_letter, post


def stored(server: Server, sids: list[str]) -> list[Webhook]:
    with server.database() as database, database.reading() as session:
        return list(session.scalars(select(Webhook).where(Webhook.dedupe.in_(sids))))


@pytest.mark.parametrize("token", ["", "0" * 32])
def test_a_webhook_that_twilio_did_not_sign_is_refused_and_nothing_is_kept(
    house: House, token: str
) -> None:
    form = a_letter(house.simulator.credentials, "Let me in", 1)

    assert post(house.server, form, token) == 403

    assert stored(house.server, [form["MessageSid"]]) == []


def test_a_webhook_without_a_signature_or_with_that_of_another_is_refused(house: House) -> None:
    token, url = house.simulator.credentials.auth_token, house.server.url + PATH
    form = a_letter(house.simulator.credentials, "Pay me", 1)
    signature = sign(token, url, {name: [value] for name, value in form.items()})
    changed = {**form, "Body": "Pay somebody else"}

    for headers, posted in (({}, form), ({"X-Twilio-Signature": signature}, changed)):
        assert requests.post(url, posted, headers=headers, timeout=10).status_code == 403
    assert stored(house.server, [form["MessageSid"]]) == []

    assert post(house.server, form, token) == 204
    assert len(stored(house.server, [form["MessageSid"]])) == 1


def test_a_burst_doubled_and_shuffled_is_each_message_once(house: House) -> None:
    simulator = house.simulator
    simulator.behave(double=True, disorder=True)
    people = [Customer(f"Burst {n}", f"+4860010{n:04d}", bsuid="") for n in range(40)]

    sids = [
        simulator.write(customer, f"{customer.name} says {line}").sid
        for line in range(5)
        for customer in people
    ]
    assert simulator.settle(60)
    simulator.calm()

    until(lambda: {row.state for row in stored(house.server, sids)} == {WebhookState.DONE})
    assert len(stored(house.server, sids)) == 200
    with house.server.database() as database, database.reading() as session:
        found = session.execute(
            select(Conversation.key, Address.phone, func.count(Message.id))
            .join(Message, Message.conversation_id == Conversation.id)
            .join(Address, Address.id == Conversation.address_id)
            .where(Message.provider_sid.in_(sids))
            .group_by(Conversation.key, Address.phone)
        ).all()
    assert sorted(phone for _, phone, _ in found) == sorted(str(who.phone) for who in people)
    assert {count for *_, count in found} == {5}
