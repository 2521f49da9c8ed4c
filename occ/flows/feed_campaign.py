"""The next people of a running campaign: asked once more, paid, and out they go.

One transaction makes their messages, sets all their credit aside at once and opens their
attempts; the calls follow it. A claim is at most what the sender takes in a second, so that
stopping is quick; one row a sender keeps that pace over all processes, and one a campaign that
has a rate of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from occ.billing import limits
from occ.billing.payer import Purpose
from occ.campaigns import claims, contents, pace, recipients
from occ.campaigns.claims import Person
from occ.campaigns.counts import Changes
from occ.campaigns.lifecycle import Step, take
from occ.campaigns.measure import BLACKLISTED
from occ.campaigns.models import Campaign, Flag, Run, State
from occ.campaigns.rate import Rate
from occ.contacts import operators_blacklist
from occ.core.address import Channel, Identity
from occ.core.db import plain
from occ.core.errors import NotAllowed
from occ.core.words import Words, say
from occ.flows import campaign_routes, pause_campaign, queue_message, tell_campaign
from occ.flows.queue_message import Outgoing
from occ.messaging import halts, outbox, payment, routes
from occ.messaging.gate import Refusal
from occ.messaging.models import Message, SenderHalt
from occ.messaging.outbox import Claimed
from occ.messaging.payment import Payers

AT_ONCE = 100
"""People of one claim: all of them are called at the same time."""
_LOOK_AGAIN = timedelta(seconds=1)


@dataclass(frozen=True)
class Fed:
    """What to hand over now. `again`: whether there may be more at once."""

    claimed: Sequence[Claimed] = ()
    again: bool = False


def due(session: Session, now: datetime) -> tuple[list[str], list[str]]:
    """Keys of the campaigns whose time has come, and of those that run and have something to do."""
    connection, _ = plain(session)
    rows = connection.execute(_DUE, {"now": now}).all()
    return (
        [key for key, state in rows if state is State.SCHEDULED],
        [key for key, state in rows if state is State.RUNNING],
    )


_DUE = (
    select(Campaign.key, Campaign.state)
    .where(
        or_(
            and_(Campaign.state == State.SCHEDULED, Campaign.due_at <= bindparam("now")),
            and_(
                Campaign.state == State.RUNNING,
                or_(Campaign.due_at.is_(None), Campaign.due_at <= bindparam("now")),
            ),
        )
    )
    .order_by(Campaign.due_at, Campaign.id)
)


def feed(session: Session, key: str, carriers: Collection[str], now: datetime) -> Fed:
    """Claim the next people of a campaign, or say why there are none.

    `carriers` are the providers that can be signed in to at the moment.
    """
    campaign = pause_campaign.lock_with_wallet(session, key)
    if campaign.state is not State.RUNNING:
        return Fed()
    run = recipients.of(session, campaign)
    refusal = _why_stopped(session, campaign, carriers, now)
    if refusal:
        pause_campaign.stop(session, campaign, Step.ERROR, refusal.words, refusal.code, now)
        return Fed()
    paces = _paces(session, campaign)
    wait = timedelta(seconds=max(pace.free_in(session, name, now) for name in paces))
    if wait:
        if wait > _LOOK_AGAIN:
            # Slow ones are not looked at over and over.
            campaign.due_at = now + wait
            session.flush()
        return Fed()
    a_claim = min(rate.a_claim for rate in paces.values())
    most = min(a_claim, AT_ONCE)
    if campaign.count_to_send is not None:
        most = min(most, campaign.count_to_send - run.handed)
    people: list[Person] = []
    opens_at: datetime | None = None
    if most > 0:
        people, opens_at = claims.next_people(session, campaign, run, most, now)
    if not people:
        _rest(session, campaign, run, opens_at, now)
        return Fed()
    people = _within(people, a_claim)
    parts = sum(each.parts for each in people)
    for name, rate in paces.items():
        # The campaign's own comes last: whoever holds its lock has seen it free.
        if not pace.take(session, name, parts, rate, now):
            return Fed()
    return _hand_over(session, campaign, run, people, now)


def _paces(session: Session, campaign: Campaign) -> dict[str, Rate]:
    """By the names of their rows: its sender's, and its own where it has one."""
    paces = {
        f"{campaign.provider}:{campaign.sender}": campaign_routes.rate(session, campaign.channel)
    }
    if campaign.own_rate:
        paces[f"campaign:{campaign.key}"] = campaign.own_rate
    return paces


def _within(people: Sequence[Person], parts: int) -> list[Person]:
    """As many as so many parts hold, one at least."""
    taken: list[Person] = []
    sum_of_parts = 0
    for each in people:
        sum_of_parts += each.parts
        if taken and sum_of_parts > parts:
            break
        taken.append(each)
    return taken


def _hand_over(
    session: Session, campaign: Campaign, run: Run, people: Sequence[Person], now: datetime
) -> Fed:
    skipped = _barred(session, campaign, people, now)
    people = [each for each in people if each not in skipped]
    try:
        made = queue_message.queue_all(session, _outgoing(session, campaign, run, people), now)
    except NotAllowed as refused:
        pause_campaign.stop(session, campaign, Step.NO_CREDIT, refused.words, refused.code, now)
        return Fed()
    messages = [each for each in made if isinstance(each, Message)]
    unpaid = payment.set_aside(session, messages, Payers(()), now)
    claimed, _ = outbox.claim(session, [each for each in messages if each.id not in unpaid], now)
    no_credit: Refusal | None = None
    sent_to: dict[Person, Message] = {}
    for person, result in zip(people, made, strict=True):
        if isinstance(result, Refusal):
            skipped[person] = result.code
        elif result.id not in unpaid:
            sent_to[person] = result
        else:
            # It never left and nobody saw it: only who is paid for has a message.
            session.delete(result)
            missing = unpaid[result.id]
            if missing.waits:
                no_credit = no_credit or Refusal(missing.code, missing.words)
            else:
                skipped[person] = missing.code
    changes = Changes()
    claims.sent_to(session, run, sent_to, campaign.content_version, changes)
    claims.skip(session, run, skipped, changes)
    run.handed += len(claimed)
    campaign.due_at = campaign.reason = campaign.reason_code = None
    session.flush()
    changes.write(session)
    if no_credit is not None:
        pause_campaign.stop(session, campaign, Step.NO_CREDIT, no_credit.words, no_credit.code, now)
    elif claimed:
        tell_campaign.changed(session, campaign)
    return Fed(claimed, again=no_credit is None)


def _barred(
    session: Session, campaign: Campaign, people: Sequence[Person], now: datetime
) -> dict[Person, str]:
    """Whom the operators' blacklist was found to hold since they were counted."""
    if campaign.channel is not Channel.SMS:
        return {}
    barred = operators_blacklist.left_out(session, [each.phone for each in people], now)
    return {each: BLACKLISTED for each in people if each.phone in barred}


def _outgoing(
    session: Session, campaign: Campaign, run: Run, people: Sequence[Person]
) -> list[Outgoing]:
    text = contents.of(session, campaign)
    route = campaign_routes.of(campaign)
    assert route is not None
    return [
        Outgoing(
            purpose=Purpose.CAMPAIGN,
            starter_id=campaign.owner_id,
            route=route,
            recipient=Identity(campaign.channel, phone=each.phone),
            body=text.to(each.fields),
            template=text.template_to(each.fields),
            cause=cause(campaign, run),
        )
        for each in people
    ]


def cause(campaign: Campaign, run: Run) -> str:
    """What the credit is spent for."""
    return f"campaign:{campaign.key}:{run.number}"


def _why_stopped(
    session: Session, campaign: Campaign, carriers: Collection[str], now: datetime
) -> Refusal | None:
    """What would stop every message of the campaign."""
    if campaign.channel is Channel.SMS:
        words = routes.why_not_sms(session, limits.today(session, now))
        if words:
            return Refusal("no_sms", words)
    if campaign.provider not in carriers:
        return Refusal("no_credentials", _NO_CREDENTIALS)
    stopped = session.scalars(
        select(SenderHalt).where(
            SenderHalt.sender.in_([campaign.sender, halts.account_of(campaign.provider or "")])
        )
    ).first()
    if stopped is not None:
        reason = stopped.reason
        return Refusal(stopped.code, Words(str(reason["text"]), dict(reason["values"])))
    return None


def _rest(
    session: Session, campaign: Campaign, run: Run, opens_at: datetime | None, now: datetime
) -> None:
    """Nobody can be claimed now: for the night, for those on their way, or for good."""
    if opens_at is not None:
        campaign.due_at = opens_at
        campaign.reason = _NIGHT.as_json()
        campaign.reason_code = "quiet"
        session.flush()
        tell_campaign.changed(session, campaign)
    elif claims.anybody(session, run, Flag.SENDING):
        campaign.due_at = now + _LOOK_AGAIN
        session.flush()
    else:
        _finish(session, campaign, run, now)


def _finish(session: Session, campaign: Campaign, run: Run, now: datetime) -> None:
    reason = None
    if run.handed == 0:
        reason = _NOBODY
    elif claims.anybody(session, run, Flag.PENDING):
        reason = say(
            "%(count)s were sent, as many as were to be. Raise the count to send, and it goes on.",
            count=run.handed,
        )
    run.ended_at = now
    take(
        session,
        campaign,
        Step.FINISH,
        None,
        now,
        reason=reason.as_json() if reason else None,
        reason_code=None,
        ended_at=now,
        due_at=None,
    )
    tell_campaign.changed(session, campaign)


_NIGHT = say("It is night where the next recipients are: it goes on by itself in the morning.")
_NO_CREDENTIALS = say(
    "The sender's account is not set up here, or its sign-in details were sealed on another"
    " installation. An administrator must enter them again before anything is sent."
)
_NOBODY = say("There was nobody it could be sent to. The report says why of each.")
