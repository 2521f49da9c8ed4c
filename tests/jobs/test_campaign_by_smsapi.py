"""A campaign through SMSAPI: each fate, its reports, Check delivery, and a stop on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.billing import powers, wallets
from occ.billing.models import Wallet
from occ.billing.power_models import PowerKind
from occ.campaigns import listing
from occ.campaigns.contents import Text
from occ.campaigns.models import Flag, State
from occ.contacts import do_not_write, operators_blacklist
from occ.core import clock, ids
from occ.core.address import Channel
from occ.flows import (
    campaign_routes,
    look_after_campaign,
    name_numbers,
    set_up,
    start_campaign,
)
from occ.flows.edit_campaign import Draft
from occ.jobs import campaigns, messages, resolve, sms_statuses
from occ.messaging.models import Message
from occ.product import Product
from occ.providers.simulator.server import Simulator
from occ.users.models import User
from tests.builders import NOW
from tests.campaigns.company import agree, flags, people, phone, prepare, ready, state
from tests.flows.sending.first import PRICE
from tests.jobs import by_smsapi
from tests.jobs.ana import time_passes
from tests.jobs.by_smsapi import FIRMA, SETTINGS
from tests.live import until

CREDITS = 100


class Autumn:
    """A campaign of Sofia's to so many, in two parts each."""

    def __init__(self, product: Product, simulator: Simulator) -> None:
        self.product, self.run, self.office = product, product.run, simulator.smsapi
        self.owner = self.run(ready)
        by_smsapi.furnish(product, simulator)
        self.wallet_id = self.run(_credit, self.owner)
        self.key = ""

    def starts(self, count: int) -> None:
        self.key = self.run(_campaign, self.owner, count)
        self.goes_on()

    def goes_on(self) -> None:
        self.run(start_campaign.send, self.owner.id, self.key, None, clock.now())
        self.works()

    def works(self) -> None:
        while campaigns.feed(self.product):
            pass
        self.settles()

    def settles(self) -> None:
        while campaigns.settle(self.product):
            pass

    def is_over(self) -> bool:
        self.works()
        return state(self.run, self.key) is State.FINISHED

    def flags(self) -> list[Flag]:
        self.settles()
        return flags(self.run, self.key)

    def sent(self) -> list[str]:
        """To whom SMSAPI has sent, as often as it did."""
        return sorted(f"+{sms.number}" for sms in self.office.sent)

    def credit(self) -> tuple[int, int]:
        with self.run.reading() as session:
            wallet = session.get_one(Wallet, self.wallet_id)
            return wallet.available, wallet.held


def _credit(session: Session, owner: User) -> int:
    powers.give(session, owner.id, PowerKind.CREDITS, None, clock.now())
    wallet = wallets.open_for(session, owner.id, clock.now())
    wallets.adjust(session, wallet.id, CREDITS, (ids.new("add"), None, "To begin"), clock.now())
    return wallet.id


def _campaign(session: Session, owner: User, count: int) -> str:
    phones = [phone(number) for number in range(1, count + 1)]
    agree(session, phones)
    draft = Draft("Autumn", Text("ż" * 65 + "{name}"), campaign_routes.name(FIRMA))
    named = [(each, {"name": f"Number {place}"}) for place, each in enumerate(phones, 1)]
    made = name_numbers.create(session, owner.id, Channel.SMS, draft, named, clock.now())
    prepare(session, made.key, clock.now())
    return made.key


@pytest.fixture
def autumn(product: Product, simulator: Simulator) -> Iterator[Autumn]:
    yield Autumn(product, simulator)
    simulator.settle()


def test_each_fate_has_its_flag_and_what_was_taken_is_paid(autumn: Autumn) -> None:
    """C7, E3, E4"""
    autumn.office.blacklist.add(phone(1)[1:])
    autumn.office.opted_out.add(phone(2)[1:])

    autumn.starts(5)

    delivered = [Flag.BLACKLISTED, Flag.OPTED_OUT, *[Flag.DELIVERED] * 3]
    until(lambda: autumn.flags() == delivered)
    assert autumn.sent() == [phone(3), phone(4), phone(5)]
    assert {sms.sender for sms in autumn.office.sent} == {"FIRMA"}
    names = sorted(sms.message[65:] for sms in autumn.office.sent)
    assert names == ["Number 3", "Number 4", "Number 5"]
    spent = {number: one.spent for number, one in people(autumn.run, autumn.key).items()}
    assert spent == {phone(n): 2 * PRICE * (n > 2) for n in range(1, 6)}
    assert autumn.credit() == (CREDITS * 1000 - 6 * PRICE, 0)
    with autumn.run.reading() as session:
        numbers = [phone(1), phone(2), phone(3)]
        assert operators_blacklist.holds(session, numbers, NOW) == {phone(1)}
        assert do_not_write.holds(session, numbers) == {phone(2)}
    until(autumn.is_over)


@pytest.mark.parametrize(
    "misbehaviour",
    [{"callback_first": True}, {"double": True, "disorder": True}, {"joined": True}],
    ids=str,
)
def test_reports_that_come_early_twice_or_joined_count_once(
    autumn: Autumn, misbehaviour: dict[str, object]
) -> None:  # C7
    autumn.office.behave(**misbehaviour)

    autumn.starts(4)

    until(lambda: autumn.flags() == [Flag.DELIVERED] * 4)
    assert len(autumn.office.sent) == 4
    assert autumn.credit() == (CREDITS * 1000 - 8 * PRICE, 0)


def test_check_delivery_asks_for_what_no_callback_told(autumn: Autumn) -> None:  # C7
    autumn.office.behave(drop_callbacks=True)
    autumn.starts(3)
    sms_statuses.look_up(autumn.product)
    assert autumn.flags() == [Flag.ON_THE_WAY] * 3
    autumn.run(by_smsapi.a_minute_passes)
    assert not sms_statuses.look_up(autumn.product)
    assert autumn.flags() == [Flag.ON_THE_WAY] * 3

    asked = autumn.run(look_after_campaign.check_delivery, autumn.key, None, clock.now())
    sms_statuses.look_up(autumn.product)

    assert asked == 3
    assert autumn.flags() == [Flag.DELIVERED] * 3
    again = autumn.run(look_after_campaign.check_delivery, autumn.key, None, clock.now())
    assert again == 0


def test_check_delivery_of_many_goes_on_in_slices(
    autumn: Autumn, monkeypatch: pytest.MonkeyPatch
) -> None:  # C7
    monkeypatch.setattr(look_after_campaign, "CHECKED_AT_ONCE", 2)
    autumn.office.behave(drop_callbacks=True)
    autumn.starts(5)
    autumn.run(by_smsapi.a_minute_passes)
    before = clock.now()

    asked = autumn.run(look_after_campaign.check_delivery, autumn.key, None, clock.now())

    assert (asked, autumn.run(_looked_for, before)) == (5, 2)
    assert campaigns.check(autumn.product)
    assert autumn.run(_looked_for, before) == 4
    assert campaigns.check(autumn.product)
    assert autumn.run(_looked_for, before) == 5
    assert not campaigns.check(autumn.product)
    sms_statuses.look_up(autumn.product)
    assert autumn.flags() == [Flag.DELIVERED] * 5


def test_who_is_too_fast_waits_and_goes_by_itself(autumn: Autumn) -> None:
    autumn.office.behave(fail=202, times=1, drop_callbacks=True)

    autumn.starts(2)

    assert sorted(autumn.flags()) == [Flag.ON_THE_WAY, Flag.SENDING]
    assert state(autumn.run, autumn.key) is State.RUNNING
    time_passes(autumn.run)
    messages.send_rest(autumn.product)
    assert autumn.flags() == [Flag.ON_THE_WAY] * 2
    assert autumn.sent() == [phone(1), phone(2)]


@pytest.mark.parametrize(("code", "words"), [(103, "no points left"), (14, "sender name")])
def test_an_account_or_name_that_is_refused_stops_it_and_rebuild_reaches_the_rest(
    autumn: Autumn, code: int, words: str
) -> None:  # E7
    autumn.office.behave(fail=code, drop_callbacks=True)

    autumn.starts(3)
    autumn.works()

    assert state(autumn.run, autumn.key) is State.STOPPED_ERROR
    assert autumn.flags() == [Flag.PENDING] * 3 and autumn.office.sent == []
    assert autumn.credit() == (CREDITS * 1000, 0)
    with autumn.run.reading() as session:
        [told] = listing.to_mend(session, autumn.owner.id)
        assert told.reason and words in told.reason["text"]
    autumn.office.behave(fail=0)
    autumn.run(set_up.save, None, replace(SETTINGS, version="2"), clock.now())
    autumn.goes_on()
    assert autumn.flags() == [Flag.ON_THE_WAY] * 3
    assert autumn.sent() == [phone(1), phone(2), phone(3)]


def test_a_lost_answer_is_found_by_its_own_id_and_nobody_gets_it_twice(autumn: Autumn) -> None:
    autumn.office.behave(lose_answers="close", times=1, drop_callbacks=True)

    autumn.starts(2)
    assert sorted(autumn.flags()) == [Flag.ON_THE_WAY, Flag.SENDING]
    time_passes(autumn.run)
    resolve.resolve_lost(autumn.product)

    assert autumn.flags() == [Flag.ON_THE_WAY] * 2
    assert autumn.sent() == [phone(1), phone(2)] and autumn.office.repeats == 1
    assert autumn.credit() == (CREDITS * 1000 - 4 * PRICE, 0)


def _looked_for(session: Session, since: datetime) -> int:
    """How many are to be looked for at once."""
    due = Message.look_at.between(since, clock.now())
    return session.scalar(select(func.count()).where(due)) or 0
