"""A campaign by WhatsApp: an approved template, filled in for each person."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from occ.billing import powers, wallets
from occ.billing.models import Wallet
from occ.billing.power_models import PowerKind
from occ.campaigns.contents import Text
from occ.campaigns.models import Flag, State
from occ.contacts import consents, do_not_write, operators_blacklist, phone_numbers
from occ.core import ids
from occ.core.address import Channel
from occ.core.errors import Invalid
from occ.core.run import Runner
from occ.flows import (
    campaign_routes,
    check_campaign,
    delivery_status,
    name_numbers,
    start_campaign,
)
from occ.flows.edit_campaign import Draft
from occ.flows.record_attempt import Refused
from occ.messaging.outbox import Claimed
from occ.messaging.ports import Approval, Delivery, Scope, StatusReport, TemplateUse
from occ.messaging.template_models import Template
from occ.users.models import User
from tests.builders import NOW, a_service, at
from tests.campaigns.company import (
    WHY,
    agree,
    answers,
    campaign,
    feeds,
    flags,
    people,
    phone,
    prepare,
    ready,
    settles,
    starts,
    state,
)
from tests.contacts.people import agreed
from tests.flows.sending.first import PRICE, TEMPLATE, WHATSAPP, a_template

CREDITS = 10
ROUTE = campaign_routes.name(WHATSAPP)
OFFER = Text("Your code: {name}", template={"sid": TEMPLATE, "variables": {"1": "{name}"}})


def a_company(session: Session) -> tuple[User, int]:
    """With a WhatsApp number, an approved template, and credit; and the wallet it is in."""
    owner = ready(session)
    a_service(session)
    a_template(session)
    powers.give(session, owner.id, PowerKind.CREDITS, None, NOW)
    wallet = wallets.open_for(session, owner.id, NOW)
    wallets.adjust(session, wallet.id, CREDITS, (ids.new("add"), None, "To begin"), NOW)
    return owner, wallet.id


def agree_to_whatsapp(session: Session, phones: Sequence[str]) -> None:
    numbers = phone_numbers.rows(session, phones, NOW)
    said = [agreed(Channel.WHATSAPP)]
    consents.record(session, {number: said for number in numbers.values()}, NOW)


def an_offer(session: Session, owner: User, count: int = 3, text: Text = OFFER) -> str:
    """The key of a draft to so many numbers; all but the last agreed to WhatsApp, that to SMS."""
    phones = [phone(number) for number in range(1, count + 1)]
    agree_to_whatsapp(session, phones[:-1])
    agree(session, phones[-1:])
    named = [(each, {"name": f"Person {place}"}) for place, each in enumerate(phones, 1)]
    draft = Draft("Codes", text, ROUTE)
    made = name_numbers.create(session, owner.id, Channel.WHATSAPP, draft, named, NOW)
    prepare(session, made.key)
    return made.key


def reported(run: Runner, one: Claimed, delivery: Delivery, code: str | None = None) -> None:
    told = StatusReport(
        f"SM{one.attempt_key}", delivery, one.attempt_key, code, WHY if code else None
    )
    run(delivery_status.take, told, at(5))
    settles(run, at(5))


def credit(run: Runner, wallet_id: int) -> tuple[int, int]:
    with run.reading() as session:
        wallet = session.get_one(Wallet, wallet_id)
        return wallet.available, wallet.held


def test_each_gets_the_template_with_their_own_variables_and_it_is_followed_to_the_read(
    run: Runner,
) -> None:  # C7, E1, E3
    owner, wallet_id = run(a_company)
    key = run(an_offer, owner)
    with run.reading() as session:
        checked = check_campaign.check(session, owner.id, campaign(run, key), NOW)
    assert (checked.expected.people, checked.expected.parts) == (2, 2)
    assert checked.expected.cost == 2 * PRICE
    assert dict(checked.left_out) == {"no_consent": 1}

    starts(run, owner, key)
    claimed = feeds(run, key)

    assert [(one.sender, one.recipient, one.body, one.template) for one in claimed] == [
        (
            WHATSAPP.sender,
            f"whatsapp:{phone(number)}",
            f"Your code: Person {number}",
            TemplateUse(TEMPLATE, {"1": f"Person {number}"}),
        )
        for number in (1, 2)
    ]
    assert credit(run, wallet_id) == (CREDITS * 1000 - 2 * PRICE, 2 * PRICE)
    answers(run, claimed)
    assert flags(run, key) == [Flag.ON_THE_WAY] * 2 + [Flag.SKIPPED]
    for delivery in (Delivery.READ, Delivery.SENT, Delivery.DELIVERED):
        reported(run, claimed[0], delivery)
    reported(run, claimed[1], Delivery.DELIVERED)
    assert flags(run, key) == [Flag.DELIVERED] * 2 + [Flag.SKIPPED]
    assert credit(run, wallet_id) == (CREDITS * 1000 - 2 * PRICE, 0)
    feeds(run, key, at(6))
    assert state(run, key) is State.FINISHED


def test_who_blocked_us_is_left_alone_and_who_is_spared_is_not(run: Runner) -> None:  # E3, E4
    owner, wallet_id = run(a_company)
    key = run(an_offer, owner, 5)
    starts(run, owner, key)
    claimed = feeds(run, key)
    answers(run, claimed, Refused("63003", WHY, Scope.MESSAGE))

    reported(run, claimed[1], Delivery.UNDELIVERED, "63014")
    reported(run, claimed[2], Delivery.UNDELIVERED, "63032")

    assert flags(run, key) == [
        Flag.FAILED,
        Flag.OPTED_OUT,
        Flag.UNDELIVERED,
        Flag.ON_THE_WAY,
        Flag.SKIPPED,
    ]
    assert credit(run, wallet_id)[1] == 0
    with run.reading() as session:
        numbers = [phone(number) for number in range(1, 6)]
        assert do_not_write.holds(session, numbers) == {phone(2)}
        assert operators_blacklist.holds(session, numbers, NOW) == set()


@pytest.mark.parametrize("approval", [Approval.PAUSED, Approval.REJECTED])
def test_a_template_that_is_approved_no_longer_reaches_nobody(
    run: Runner, approval: Approval
) -> None:
    owner, wallet_id = run(a_company)
    key = run(an_offer, owner)
    starts(run, owner, key)
    run(lambda session: session.execute(update(Template).values(approval=approval)))

    assert feeds(run, key) == []

    assert {each.reason for each in people(run, key).values()} == {"not_approved", "no_consent"}
    assert credit(run, wallet_id) == (CREDITS * 1000, 0)
    feeds(run, key, at(1))
    assert state(run, key) is State.FINISHED and campaign(run, key).reason


@pytest.mark.parametrize(
    "text", [Text("Hello {name}"), Text("x", template={"sid": "HX0", "variables": {}})]
)
def test_free_text_or_an_unknown_template_is_no_whatsapp_campaign(run: Runner, text: Text) -> None:
    owner, _ = run(a_company)

    with pytest.raises(Invalid) as refused:
        run(an_offer, owner, text=text)

    assert refused.value.fields.keys() == {"template"}


def test_credit_for_one_sends_one_and_the_rest_go_on_once_there_is_more(run: Runner) -> None:
    owner, wallet_id = run(a_company)  # E7
    key = run(an_offer, owner, 9)
    starts(run, owner, key)

    claimed = feeds(run, key)
    answers(run, claimed)

    affordable = CREDITS * 1000 // PRICE
    assert len(claimed) == affordable == 6
    assert state(run, key) is State.STOPPED_CREDIT
    run(wallets.adjust, wallet_id, CREDITS, (ids.new("add"), None, "More"), at(1))
    run(start_campaign.rebuild, owner.id, key, at(1))
    rest = feeds(run, key, at(1))
    assert [one.recipient for one in rest] == [f"whatsapp:{phone(n)}" for n in (7, 8)]
