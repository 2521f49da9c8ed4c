"""A campaign is sent: now, at its time, or once a second person agrees; or it goes on (E2, E7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.billing import limits
from occ.campaigns import contents, counts, lifecycle, recipients
from occ.campaigns.lifecycle import Step
from occ.campaigns.models import Campaign, Flag, Preparing, Recipient, Run, State
from occ.core.address import Channel
from occ.core.errors import Conflict
from occ.core.words import Words, say
from occ.flows import tell_campaign
from occ.messaging import parts, routes
from occ.messaging.models import Attempt, AttemptState
from occ.settings import store
from occ.settings.pages import CampaignSettings, SmsSettings

OVERDUE = timedelta(hours=1)
"""Later than this, nothing is sent without a question: its day may be over."""


def send(session: Session, user_id: int, key: str, version: int | None, now: datetime) -> Campaign:
    """Send it, schedule it, or ask for a second person; go on where it had begun.

    Raises NotFound, Conflict.
    """
    campaign = lifecycle.locked(session, key)
    lifecycle.demand_version(campaign, version)
    run = recipients.of(session, campaign)
    demand_ready(session, campaign, run, now)
    if campaign.state is State.DRAFT:
        _begin_or_ask(session, campaign, run, user_id, now, Step.START)
    else:
        go_on(session, campaign, run, user_id, now)
    return campaign


def rebuild(session: Session, user_id: int, key: str, now: datetime) -> Campaign:
    """Go on with those not yet sent to, and only those (E7). Raises NotFound, Conflict."""
    campaign = lifecycle.locked(session, key)
    lifecycle.demand(campaign, Step.REBUILD)
    run = recipients.of(session, campaign)
    demand_ready(session, campaign, run, now)
    go_on(session, campaign, run, user_id, now)
    return campaign


def confirm(session: Session, user_id: int, key: str, now: datetime) -> Campaign:
    """A second person agrees. Raises NotFound, Conflict, also for the first one."""
    campaign = lifecycle.locked(session, key)
    if campaign.state is State.CONFIRMING and campaign.asked_by_id == user_id:
        raise Conflict(
            say("Somebody else has to agree to so many recipients: a second person."), "same_person"
        )
    run = recipients.of(session, campaign)
    demand_ready(session, campaign, run, now)
    if campaign.state is not State.CONFIRMING:
        raise Conflict(say("Nobody waits for a second person's word here."), "not_now")
    run.agreed = run.handed + to_go(session, campaign, run)
    _begin(session, campaign, run, user_id, now, Step.START)
    return campaign


def take_back(session: Session, user_id: int, key: str, now: datetime) -> Campaign:
    """Cut off the schedule, or the question to a second person: as it was before."""
    campaign = lifecycle.locked(session, key)
    run = recipients.of(session, campaign)
    _take(session, campaign, lifecycle.back(run), user_id, now, due_at=None)
    return campaign


def begin_due(session: Session, key: str, now: datetime) -> None:
    """Start what was scheduled, or ask where that time is long over (nothing ran meanwhile)."""
    campaign = lifecycle.locked(session, key)
    if campaign.state is not State.SCHEDULED or not campaign.due_at or campaign.due_at > now:
        return
    run = recipients.of(session, campaign)
    refusal = why_not(session, campaign, run, now)
    if now - campaign.due_at > OVERDUE:
        refusal = say(
            "It was to be sent more than an hour ago, when nothing ran. Send it now, or choose"
            " another time."
        )
    elif refusal is None and needs_second(session, run, to_go(session, campaign, run)):
        refusal = say(
            "It was changed since, and so many recipients need a second person. Send it once more,"
            " and one is asked."
        )
    if refusal is not None:
        _take(
            session,
            campaign,
            Step.OVERDUE,
            None,
            now,
            reason=refusal.as_json(),
            reason_code="overdue",
        )
        return
    _start(session, campaign, run, None, now, Step.START)


def go_on(
    session: Session, campaign: Campaign, run: Run, user_id: int | None, now: datetime
) -> None:
    """Send to those not yet sent to, and only those (E7): now, at the time that was chosen
    since, or once a second person agrees to so many more. Raises Conflict.

    Lost answers are asked for at once; whose fate stays unknown is left to a person.
    """
    if counts.people(session, run.id, Flag.PENDING) == 0:
        raise Conflict(say("Nothing is left to send: to all again is Reset."), "nothing_left")
    if campaign.count_to_send is not None and run.handed >= campaign.count_to_send:
        raise Conflict(
            say("As many as were to be sent have been. Raise the count to send first."),
            "count_reached",
        )
    session.execute(
        update(Attempt)
        .where(
            Attempt.state == AttemptState.LOST,
            Attempt.message_id.in_(
                select(Recipient.message_id).where(
                    Recipient.run_id == run.id, Recipient.flag == Flag.SENDING
                )
            ),
        )
        .values(resolve_at=now)
        .execution_options(synchronize_session=False)
    )
    _begin_or_ask(session, campaign, run, user_id, now, Step.REBUILD)


def why_not(session: Session, campaign: Campaign, run: Run, now: datetime) -> Words | None:
    """Why it can't be sent as it is; None where it can."""
    if run.preparing is not Preparing.READY:
        return say("Its recipients are still being counted. Try again in a moment.")
    if campaign.provider is None or campaign.sender is None:
        return say("Choose a sender first: there is none yet.")
    if campaign.channel is Channel.SMS:
        refusal = routes.why_not_sms(session, limits.today(session, now))
        if refusal:
            return refusal
    text = contents.of(session, campaign)
    if not text.body.strip():
        return say("Write a text first.")
    if campaign.channel is Channel.SMS and text.is_same_for_all:
        most = store.load(session, SmsSettings).most_parts
        counted = parts.count(text.to({}))
        if counted.parts > most:
            return say(
                "This text needs %(parts)s SMS, %(most)s are allowed. Take out %(over)s"
                " characters, or use No Polish letters.",
                parts=counted.parts,
                most=most,
                over=counted.units - parts.holds(counted.encoding, most),
            )
    return None


def demand_ready(session: Session, campaign: Campaign, run: Run, now: datetime) -> None:
    """Raises Conflict."""
    refusal = why_not(session, campaign, run, now)
    if refusal:
        raise Conflict(refusal, "not_ready")


def to_go(session: Session, campaign: Campaign, run: Run) -> int:
    """How many are still to be sent to."""
    left = counts.people(session, run.id, Flag.PENDING)
    if campaign.count_to_send is not None:
        left = min(left, max(0, campaign.count_to_send - run.handed))
    return left


def needs_second(session: Session, run: Run, people: int) -> bool:
    """Whether nobody has agreed yet to so many, those sent to already among them."""
    above = store.load(session, CampaignSettings).second_person_above
    return bool(above) and run.handed + people > max(above, run.agreed)


def _begin_or_ask(
    session: Session, campaign: Campaign, run: Run, user_id: int | None, now: datetime, step: Step
) -> None:
    if needs_second(session, run, to_go(session, campaign, run)):
        _take(session, campaign, Step.ASK, user_id, now, asked_by_id=user_id)
    else:
        _begin(session, campaign, run, user_id, now, step)


def _begin(
    session: Session, campaign: Campaign, run: Run, user_id: int | None, now: datetime, step: Step
) -> None:
    if campaign.due_at is not None and campaign.due_at > now:
        _take(session, campaign, Step.SCHEDULE, user_id, now)
    else:
        _start(session, campaign, run, user_id, now, step)


def _start(
    session: Session,
    campaign: Campaign,
    run: Run,
    user_id: int | None,
    now: datetime,
    step: Step,
) -> None:
    run.started_at, run.ended_at = run.started_at or now, None
    _take(
        session,
        campaign,
        step,
        user_id,
        now,
        begun=True,
        due_at=None,
        reason=None,
        reason_code=None,
        started_at=campaign.started_at or now,
        ended_at=None,
    )


def _take(
    session: Session,
    campaign: Campaign,
    step: Step,
    user_id: int | None,
    now: datetime,
    **changes: object,
) -> None:
    lifecycle.take(session, campaign, step, user_id, now, **changes)
    tell_campaign.changed(session, campaign)
