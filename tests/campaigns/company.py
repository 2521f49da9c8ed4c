"""A company that may send SMS, people who agreed to it, and a campaign to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns import counts, lifecycle, recipients
from occ.campaigns.audience import Source
from occ.campaigns.contents import Text
from occ.campaigns.models import Campaign, Flag, Recipient, State
from occ.contacts import consents, phone_numbers
from occ.contacts.consents import Said
from occ.contacts.number_models import How
from occ.core.address import Channel
from occ.core.run import Runner
from occ.core.words import say
from occ.flows import (
    campaign_routes,
    edit_campaign,
    feed_campaign,
    prepare_campaign,
    record_attempt,
    resolve_attempt,
    settle_campaign,
    start_campaign,
)
from occ.flows.edit_campaign import Draft
from occ.flows.record_attempt import Accepted, Outcome
from occ.messaging.outbox import Claimed
from occ.settings import store
from occ.settings.pages import TWILIO, CampaignSettings
from occ.users.models import Role, User
from tests.builders import NOW, an_agent, at
from tests.flows.sending.first import SMS, a_price, sms_is_on

WHY = say("The carrier refused it.")
CARRIERS = (TWILIO,)
FAST = CampaignSettings(
    sms_rate=1000, second_person_above=0, quiet_from="00:00", quiet_until="00:00"
)


def phone(number: int) -> str:
    return f"+4850010{number:04d}"


def agree(session: Session, phones: Sequence[str], now: datetime = NOW) -> None:
    numbers = phone_numbers.rows(session, phones, now)
    said = Said(Channel.SMS, True, now, How.PAPER, "I agree to SMS.")
    consents.record(session, {number: [said] for number in numbers.values()}, now)


def take_back(session: Session, number: str, now: datetime = NOW) -> None:
    [row] = phone_numbers.rows(session, [number], now).values()
    said = Said(Channel.SMS, False, now, How.SPOKEN)
    consents.record(session, {row: [said]}, now)


def ready(session: Session, settings: CampaignSettings = FAST) -> User:
    """SMS may be sent, as fast as can be, by Sofia."""
    sms_is_on(session)
    a_price(session)
    store.save(session, settings, NOW)
    return an_agent(session, "Sofia", role=Role.SUPERVISOR, online=False)


def a_campaign(
    session: Session,
    owner: User,
    people: int = 3,
    body: str = "Hello",
    *,
    first: int = 1,
    **more: Any,
) -> str:
    """The key of a draft to so many numbers whose people agreed, counted."""
    phones = [phone(number) for number in range(first, first + people)]
    agree(session, phones)
    draft = Draft("Autumn", Text(body), campaign_routes.name(SMS), **more)
    source = {"kind": Source.NUMBERS, "fields": ["name"]}
    made = edit_campaign.create(session, owner.id, Channel.SMS, draft, source, NOW)
    run = recipients.of(session, made)
    recipients.add(
        session,
        run,
        [recipients.Person(each, "PL", {"name": f"No. {at}"}) for at, each in enumerate(phones, 1)],
    )
    prepare(session, made.key)
    return made.key


def prepare(session: Session, key: str, now: datetime = NOW) -> None:
    while prepare_campaign.step(session, key, now):
        pass


def starts(run: Runner, owner: User, key: str, now: datetime = NOW) -> None:
    run(start_campaign.send, owner.id, key, None, now)


def feeds(run: Runner, key: str, now: datetime = NOW) -> list[Claimed]:
    return list(run(feed_campaign.feed, key, CARRIERS, now).claimed)


def answers(
    run: Runner, claimed: Sequence[Claimed], *outcomes: Outcome, now: datetime = NOW
) -> None:
    """Each claim its outcome; accepted where there is none left."""
    told = {
        one.attempt_key: outcomes[at] if at < len(outcomes) else Accepted(f"SM{one.attempt_key}")
        for at, one in enumerate(claimed)
    }
    run(record_attempt.record_all, told, now)
    settles(run, now)


def settles(run: Runner, now: datetime = NOW) -> None:
    while run(settle_campaign.settle, now).more:
        pass


def stays_unknown(run: Runner, lost: Claimed) -> None:
    """The provider's list, read over and over, does not have it."""
    for look in range(4):
        run(resolve_attempt.found, lost.attempt_key, None, at(10 * look))
    settles(run)


def campaign(run: Runner, key: str) -> Campaign:
    with run.reading() as session:
        return lifecycle.find(session, key)


def state(run: Runner, key: str) -> State:
    return campaign(run, key).state


def people(run: Runner, key: str, number: int | None = None) -> dict[str, Recipient]:
    """By phone, of a run."""
    with run.reading() as session:
        found = recipients.of(session, lifecycle.find(session, key), number)
        rows = session.scalars(select(Recipient).where(Recipient.run_id == found.id))
        return {each.phone: each for each in rows}


def flags(run: Runner, key: str, number: int | None = None) -> list[Flag]:
    """By place; the kept figures say the same."""
    with run.reading() as session:
        found = recipients.of(session, lifecycle.find(session, key), number)
        rows = session.scalars(
            select(Recipient).where(Recipient.run_id == found.id).order_by(Recipient.position)
        ).all()
        kept = counts.of(session, [found.id])[found.id]
        reasons = counts.reasons(session, found.id)
    for flag in Flag:
        having = [each for each in rows if each.flag is flag]
        figures = kept.get(flag, counts.Figures())
        assert figures.people == len(having), (flag, figures, having)
        assert figures.parts == sum(each.parts for each in having), flag
        assert figures.spent == sum(each.spent for each in having), flag
    taken = kept.get(counts.ACCEPTED, counts.Figures()).people
    assert taken == sum(each.accepted for each in rows)
    skipped = Counter(each.reason for each in rows if each.flag is Flag.SKIPPED)
    assert reasons == skipped
    return [each.flag for each in rows]
