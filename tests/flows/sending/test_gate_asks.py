"""The gate asks the rooms below, when a message is queued and again when it is claimed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing.payer import Purpose
from occ.contacts import consents, do_not_write, phone_numbers
from occ.contacts.number_models import Origin, PhoneNumber
from occ.core.address import Channel, parse
from occ.core.run import Runner
from occ.flows import queue_message
from occ.flows.queue_message import Outgoing
from occ.messaging.messages import shown_status
from occ.messaging.routes import Route
from occ.settings import store
from occ.settings.pages import ContactSettings, SmsSettings
from tests.builders import NOW, at
from tests.contacts.people import a_contact, agreed, took_back
from tests.flows.sending import post
from tests.flows.sending.first import SMS, WHATSAPP, Sender, a_sender, claims
from tests.flows.sending.post import message

PHONE = "+48500100200"
Change = Callable[[Session], object]


def an_offer(sender: Sender, to: str = PHONE, route: Route = SMS) -> Outgoing:
    return Outgoing(Purpose.CAMPAIGN, sender.id, route, parse(to), "An offer")


def agrees(session: Session, phone: str) -> None:
    [number] = phone_numbers.rows(session, [phone], NOW).values()
    consents.record(session, {number: [agreed(Channel.WHATSAPP)]}, NOW)


def withdraws(session: Session) -> None:
    consents.record(session, {_number(session): [took_back()]}, NOW)


def stands_on_our_list(session: Session) -> None:
    do_not_write.add(session, _number(session), Origin.OURS, "They asked", None, NOW)


def only_italy_is_written_to(session: Session) -> None:
    store.save(session, ContactSettings("IT"), NOW)


def the_subscription_is_switched_off(session: Session) -> None:
    store.save(session, SmsSettings(), NOW)


def _number(session: Session) -> int:
    return session.scalars(select(PhoneNumber.id)).one()


changes = pytest.mark.parametrize(
    ("change", "code"),
    [
        (withdraws, "no_consent"),
        (stands_on_our_list, "do_not_write"),
        (only_italy_is_written_to, "country"),
        (the_subscription_is_switched_off, "no_sms"),
    ],
)


@changes
def test_what_may_not_leave_is_not_queued(  # C3, C4
    run: Runner, change: Change, code: str
) -> None:
    sender = run(a_sender)
    run(a_contact, "Marta", PHONE, agreed())
    assert run(queue_message.queue, an_offer(sender), NOW)
    run(change)

    with pytest.raises(queue_message.Refused) as refused:
        run(queue_message.queue, an_offer(sender), NOW)

    assert refused.value.code == code


@changes
def test_what_may_not_leave_any_more_is_refused_when_it_is_claimed(
    run: Runner, change: Change, code: str
) -> None:
    sender = run(a_sender)
    run(a_contact, "Marta", PHONE, agreed())
    key = run(queue_message.queue, an_offer(sender), NOW).key
    run(change)

    assert claims(run) == []

    refused = message(run, key)
    assert (shown_status(refused), refused.reason_code) == ("failed", code)


def test_free_text_on_whatsapp_leaves_while_the_window_is_open(run: Runner) -> None:
    sender = run(a_sender)
    post.a_talk(run)
    theirs = "whatsapp:+48500100001"
    run(agrees, "+48500100001")
    run(queue_message.queue, an_offer(sender, theirs, WHATSAPP), NOW)

    with pytest.raises(queue_message.Refused) as refused:
        run(queue_message.queue, an_offer(sender, theirs, WHATSAPP), at(24 * 60 * 60))

    assert refused.value.code == "no_template"
    assert [claimed.body for claimed in claims(run)] == ["An offer"]
