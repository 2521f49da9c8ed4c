"""What a campaign will take is told before, person by person (E2)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from occ.billing import powers, wallets
from occ.billing.power_models import PowerKind
from occ.campaigns import claims, counts, lifecycle, recipients
from occ.campaigns.audience import Source
from occ.campaigns.contents import Text
from occ.campaigns.counts import ACCEPTED
from occ.campaigns.estimate import Estimate
from occ.campaigns.recipients import Person
from occ.core import ids
from occ.core.address import Channel
from occ.core.run import Runner
from occ.flows import campaign_routes, edit_campaign, expect_campaign
from occ.flows.edit_campaign import Draft
from occ.settings import store
from occ.settings.pages import ContactSettings
from occ.users.models import User
from tests.builders import NOW, at
from tests.campaigns.company import FAST, agree, answers, feeds, prepare, ready, starts
from tests.flows.sending.first import SMS, a_price

SHORT, LONG = "Jo", "J" * 160
MIXED = [
    ("+48500100001", "PL", SHORT),
    ("+393331000001", "IT", LONG),
    ("+48600100001", "PL", LONG),
    ("+393331000002", "IT", SHORT),
    ("+48600100002", "PL", LONG),
]
"""Two countries, two prices in one of them, and texts of one part and of two."""


def purse(session: Session) -> User:
    owner = ready(session)
    powers.give(session, owner.id, PowerKind.CREDITS, None, NOW)
    wallet = wallets.open_for(session, owner.id, NOW)
    wallets.adjust(session, wallet.id, 100_000, (ids.new("add"), None, "To begin"), NOW)
    a_price(session, "39", 4000)
    a_price(session, "486", 7000)
    return owner


def to_them(
    session: Session, owner: User, people: list[tuple[str, str, str]], count: int | None
) -> str:
    agree(session, [phone for phone, _, _ in people])
    draft = Draft("Autumn", Text("Hi {name}"), campaign_routes.name(SMS), count_to_send=count)
    source = {"kind": Source.NUMBERS, "fields": ["name"]}
    made = edit_campaign.create(session, owner.id, Channel.SMS, draft, source, NOW)
    rows = [Person(phone, country, {"name": name}) for phone, country, name in people]
    recipients.add(session, recipients.of(session, made), rows)
    prepare(session, made.key)
    return made.key


def expected(run: Runner, key: str) -> Estimate:
    with run.reading() as session:
        found = lifecycle.find(session, key)
        return expect_campaign.expect(session, found, recipients.of(session, found), NOW)


def taken(run: Runner, key: str) -> tuple[int, int, int]:
    with run.reading() as session:
        present = recipients.of(session, lifecycle.find(session, key))
        figures = counts.of(session, [present.id])[present.id][ACCEPTED]
    return figures.people, figures.parts, figures.spent


@pytest.mark.parametrize("count", [1, 2, 3, 4, None])
def test_a_count_to_send_costs_what_was_told(run: Runner, count: int | None) -> None:  # E2
    owner = run(purse)
    key = run(to_them, owner, MIXED, count)

    told = expected(run, key)
    starts(run, owner, key)
    answers(run, feeds(run, key))

    assert told.is_exact
    assert (told.people, told.parts, told.cost) == taken(run, key)
    assert sum(told.by_parts.values()) == told.people == (count or len(MIXED))


def test_what_goes_on_costs_what_was_told(run: Runner) -> None:  # E2, E7
    owner = run(purse)
    key = run(to_them, owner, MIXED, 2)
    starts(run, owner, key)
    answers(run, feeds(run, key))
    feeds(run, key, at(1))
    _, parts, spent = taken(run, key)

    more = Draft("Autumn", Text("Hi {name}"), campaign_routes.name(SMS))
    run(edit_campaign.edit, owner.id, key, more, None, at(2))
    told = expected(run, key)
    starts(run, owner, key, at(3))
    answers(run, feeds(run, key, at(3)))

    assert (told.people, parts + told.parts, spent + told.cost) == (3, *taken(run, key)[1:])


def test_who_is_awake_the_longest_goes_first(run: Runner) -> None:
    people = [("+5511987654321", "BR", SHORT), ("+48500100001", "PL", SHORT)]
    nights = replace(FAST, quiet_from="21:00", quiet_until="08:00")

    def countries(session: Session, hour: int) -> list[str]:
        owner = ready(session, nights)
        store.save(session, ContactSettings("BR PL"), NOW)
        a_price(session, "55")
        found = lifecycle.find(session, to_them(session, owner, people, None))
        present = recipients.of(session, found)
        moment = NOW.replace(hour=hour, minute=0)
        return [name for name, _ in claims.order(session, found, present, moment)]

    assert run(countries, 9) == ["PL", "BR"]
    assert run(countries, 16) == ["PL", "BR"]
