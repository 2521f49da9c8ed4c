"""A run is prepared: its people counted, who may be written to, and what it will cost."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import limits, payer, prices
from occ.billing.payer import By, Purpose
from occ.billing.prices import PriceList
from occ.campaigns import audience, contents, lifecycle, measure, recipients
from occ.campaigns.audience import Source
from occ.campaigns.counts import Changes
from occ.campaigns.measure import Rules
from occ.campaigns.models import Campaign, Preparing, RecipientCount, Run, State
from occ.campaigns.part_counter import PartCounter
from occ.contacts import countries, operators_blacklist
from occ.core.address import Channel
from occ.core.errors import NotAllowed
from occ.settings import store
from occ.settings.pages import SmsSettings

AT_ONCE = 1_000
"""People of one transaction: some 20 ms, for which nobody else writes."""
_FIRST = 3


def unready(session: Session) -> str | None:
    """The key of a campaign that has something to prepare."""
    return session.scalar(
        select(Campaign.key)
        .join(Run, (Run.campaign_id == Campaign.id) & (Run.number == Campaign.run))
        .where(
            Run.preparing.not_in([Preparing.READY, Preparing.READING]),
            Campaign.state != State.RUNNING,
        )
        .order_by(Campaign.id.desc())
        .limit(1)
    )


def step(session: Session, key: str, now: datetime) -> bool:
    """Do one slice; whether there is more. Whoever calls at the same time does the next one."""
    campaign = lifecycle.locked(session, key)
    run = recipients.of(session, campaign)
    match run.preparing:
        case Preparing.EMPTY:
            _empty(session, run)
        case Preparing.AUDIENCE:
            _gather(session, campaign, run)
        case Preparing.MEASURE:
            _measure(session, campaign, run, now)
    session.flush()
    return run.preparing not in (Preparing.READY, Preparing.READING)


def begin(session: Session, key: str, now: datetime) -> None:
    """The first slices, so that a small sending is counted at once; the rest is the job's."""
    for _each in range(_FIRST):
        if not step(session, key, now):
            return


def rules(session: Session, campaign: Campaign, now: datetime) -> Rules:
    return Rules(
        campaign.channel,
        contents.of(session, campaign),
        store.load(session, SmsSettings).most_parts,
        countries.chosen(session),
        prices_for(session, campaign, now),
        operators_blacklist.left_out_since(session, now),
    )


def prices_for(session: Session, campaign: Campaign, now: datetime) -> PriceList | None:
    """None where nobody pays."""
    try:
        by = payer.who_pays(session, Purpose.CAMPAIGN, campaign.owner_id).by
    except NotAllowed:
        by = By.NOBODY
    if by is not By.WALLET:
        return None
    return prices.on(session, limits.today(session, now))


def _empty(session: Session, run: Run) -> None:
    run.cursor += AT_ONCE
    recipients.drop(session, run, run.cursor)
    if run.people == 0:
        for count in session.scalars(select(RecipientCount).where(RecipientCount.run_id == run.id)):
            session.delete(count)
        is_file = run.source["kind"] == Source.NUMBERS
        run.preparing = Preparing.READING if is_file else Preparing.AUDIENCE
        run.cursor, run.doubled, run.invalid = 0, 0, 0


def _gather(session: Session, campaign: Campaign, run: Run) -> None:
    is_sms = campaign.channel is Channel.SMS
    # Most have as many as the text has without its fields: fewer rows are changed then.
    parts = PartCounter(contents.of(session, campaign)).count({}) if is_sms else 1
    if Source(run.source["kind"]) is Source.EARLIER:
        earlier = recipients.of(session, campaign, run.number - 1)
        cursor = recipients.copy(session, earlier, run, run.cursor, AT_ONCE, parts) or None
    else:
        found = audience.slice_of(session, run.source, run.cursor, AT_ONCE)
        if found.numbers is not None:
            recipients.take(session, run, found.numbers, parts)
        cursor = found.cursor
    run.cursor = cursor or 0
    if cursor is None:
        run.preparing, run.estimate = Preparing.MEASURE, {}


def _measure(session: Session, campaign: Campaign, run: Run, now: datetime) -> None:
    changes = Changes()
    groups, cursor = measure.measure(
        session, run.id, run.cursor, AT_ONCE, rules(session, campaign, now), changes
    )
    changes.write(session)
    run.estimate = dict(groups + Counter(run.estimate))
    run.cursor = cursor or 0
    if cursor is None:
        run.preparing = Preparing.READY
