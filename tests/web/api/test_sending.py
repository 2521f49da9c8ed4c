"""A program sends one message: a campaign of one, through the one door, paid from its credit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from occ.billing import powers, wallets
from occ.billing.models import Wallet
from occ.billing.power_models import PowerKind
from occ.contacts import do_not_write
from occ.contacts.number_models import Origin, PhoneNumber
from occ.core import clock
from occ.core.address import Channel
from occ.core.run import Runner
from occ.flows import claim_messages, delivery_status, record_attempt
from occ.flows.record_attempt import Accepted
from occ.messaging.outbox import Lane
from occ.messaging.ports import Delivery
from occ.users.models import User
from tests.builders import a_service, an_inbound, receive
from tests.contacts.people import a_contact, agreed
from tests.flows.sending.first import PRICE, TEMPLATE, a_price, a_template, sms_is_on
from tests.flows.sending.post import report
from tests.web.api.conftest import MakeProgram, Program

MARTA = "+48500100200"
BY_SMS = {"channel": "sms", "to": MARTA, "text": "Your parcel is here."}
BY_TEMPLATE = {
    "channel": "whatsapp",
    "to": MARTA,
    "template": TEMPLATE,
    "variables": {"1": "4711"},
}
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture(autouse=True)
def all_is_set_up(run: Runner, ada: User) -> None:
    """SMS is on, Sales has a number for WhatsApp, Marta has agreed to both, there is a price."""
    run(a_service)
    run(sms_is_on)
    run(a_template)
    run(a_price)
    run(a_contact, "Marta", MARTA, agreed(), agreed(Channel.WHATSAPP))


def refused(program: Program, body: dict[str, Any]) -> tuple[int, str]:
    answer = program.write("/messages", body, "one")
    assert answer.json
    return answer.status_code, answer.json["code"]


def has_credit(run: Runner, program: Program, credits: int) -> int:
    """The id of the program's wallet."""
    run(powers.give, program.user.id, PowerKind.CREDITS, None, clock.now())
    wallet = run(wallets.open_for, program.user.id, clock.now())
    run(wallets.adjust, wallet.id, credits, ("first", None, "To begin"), clock.now())
    return int(wallet.id)


def test_a_text_leaves_by_sms_and_its_way_is_told(
    program: Program, run: Runner
) -> None:  # D1, D5, D6, C7
    wallet_id = has_credit(run, program, 10)

    sent = program.write("/messages", BY_SMS, "one").json

    assert sent and (sent["hand_over"], sent["delivery"], sent["parts"]) == ("waiting", None, 1)
    assert (sent["recipient"], sent["author"], sent["conversation"]) == (MARTA, "Hotspot", None)
    now = clock.now() + timedelta(seconds=1)
    [claimed] = run(claim_messages.claim, now, Lane.REST)
    run(record_attempt.record, claimed.attempt_key, Accepted("SM1", 1), now)
    run(delivery_status.take, report(Delivery.DELIVERED), now)
    found = program.get(f"/messages/{sent['key']}").json
    assert found and (found["hand_over"], found["delivery"]) == ("accepted", "delivered")
    assert program.get("/messages").json["items"] == [found]  # type: ignore[index]
    with run.reading() as session:
        assert session.get_one(Wallet, wallet_id).available == 10_000 - PRICE
    [entry, *_] = program.get("/credit/log").json["items"]  # type: ignore[index]
    assert (entry["kind"], entry["amount"]) == ("captured", "-1.5")
    assert (entry["message"], entry["parts"]) == (sent["key"], 1)


def test_the_same_again_sends_once(program: Program) -> None:
    first, again = (program.write("/messages", BY_SMS, "one").json for _ in range(2))

    assert first == again
    assert len(program.get("/messages").json["items"]) == 1  # type: ignore[index]


def test_a_template_leaves_from_the_services_number(program: Program) -> None:
    sent = program.write("/messages", BY_TEMPLATE, "one").json

    assert sent and sent["body"] == "Your code: 4711"
    assert sent["sender"] == "whatsapp:+390612345678"


def test_free_text_by_whatsapp_needs_the_open_window(program: Program, run: Runner) -> None:
    text = {"channel": "whatsapp", "to": MARTA, "text": "Hello"}
    assert refused(program, text) == (409, "no_template")

    run(receive, an_inbound(sender=f"whatsapp:{MARTA}"), clock.now())

    assert program.write("/messages", text, "two").status_code == 201


def test_whoever_did_not_agree_or_asked_not_to_be_written_to_is_not(
    program: Program, run: Runner, ada: User
) -> None:  # C3
    assert refused(program, {**BY_SMS, "to": "+48500100299"}) == (409, "no_consent")
    assert refused(program, {**BY_SMS, "to": "+33612345678"})[0] == 409

    with run.reading() as session:
        [number_id] = session.scalars(select(PhoneNumber.id).where(PhoneNumber.phone == MARTA))
    run(do_not_write.add, number_id, Origin.OURS, "Asked by mail", ada.id, clock.now())

    assert refused(program, BY_SMS) == (409, "do_not_write")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**BY_SMS, "text": "ż" * 470}, "text"),
        ({**BY_SMS, "text": " "}, "text"),
        ({**BY_SMS, "to": "500100200"}, "to"),
        ({**BY_SMS, "template": TEMPLATE}, "template"),
        ({**BY_TEMPLATE, "variables": {}}, "variables"),
        ({**BY_TEMPLATE, "template": "HX0"}, "template"),
        ({**BY_TEMPLATE, "text": "Both"}, "text"),
        ({**BY_TEMPLATE, "service": "svc_none"}, "service"),
    ],
)
def test_what_does_not_fit_together_is_named(
    program: Program, body: dict[str, Any], field: str
) -> None:  # C6
    answer = program.write("/messages", body, "one")

    assert answer.status_code == 422
    assert answer.json["fields"].keys() == {field}  # type: ignore[index]


def test_a_service_that_is_named_by_another_word_than_its_key_is_told_so(program: Program) -> None:
    answer = program.write("/messages", {**BY_TEMPLATE, "service": "Sales"}, "one")

    assert "has this key" in answer.json["fields"]["service"]  # type: ignore[index]


def test_a_token_of_another_service_does_not_write_from_this_ones_number(
    make_program: MakeProgram, run: Runner
) -> None:
    support = run(a_service, "Support", "+390612349999")
    program = make_program(services=[support])

    sent = program.write("/messages", BY_TEMPLATE, "one").json

    assert sent and sent["sender"] == "whatsapp:+390612349999"
