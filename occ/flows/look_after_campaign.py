"""What a person does about messages that are out: Check delivery, look, send again (C7, E7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.campaigns import counts, flags, lifecycle, moves, recipients
from occ.campaigns.models import Campaign, Flag, Recipient, Run, State
from occ.core.db import plain
from occ.core.errors import Conflict
from occ.core.locks import locked
from occ.core.words import say
from occ.flows import pause_campaign, start_campaign, tell_campaign
from occ.flows.delivery_status import tell_messages
from occ.flows.record_attempt import CHECKING
from occ.journal import entries as journal
from occ.messaging import fetches, payment
from occ.messaging.fetches import SMS_STATUSES, STATUSES
from occ.messaging.models import Attempt, AttemptState, HandOver, Message

AT_ONCE = 500
CHECKED_AT_ONCE = 1_000
"""Of one transaction, for which nobody else writes."""
_WITH_THE_REST = (State.RUNNING, State.SCHEDULED, State.CONFIRMING)
_ANEW = say("Nobody knows whether this arrived; a person decided to send it anew.")


def check_delivery(session: Session, key: str, number: int | None, now: datetime) -> int:
    """Have the provider asked at once about all that are on the way; how many. Raises NotFound.

    Of many the first so many are marked here, and the rest by the job. Where callbacks come, the
    provider is asked of what left in the last minute after that minute.
    """
    run = recipients.of(session, lifecycle.locked(session, key), number)
    run.checked_to = 0
    marked = _mark(session, run, now)
    if run.checked_to is None:
        return marked
    return counts.people(session, run.id, Flag.ON_THE_WAY)


def unchecked(session: Session) -> tuple[str, int] | None:
    """A campaign and a run of it whose delivery is being checked."""
    connection, _ = plain(session)
    found = connection.execute(_UNCHECKED).one_or_none()
    return (found.key, found.number) if found else None


_UNCHECKED = (
    select(Campaign.key, Run.number)
    .join(Run, Run.campaign_id == Campaign.id)
    .where(Run.checked_to.is_not(None))
    .order_by(Run.id)
    .limit(1)
)


def go_on_checking(session: Session, key: str, number: int, now: datetime) -> None:
    """Mark the next so many, if it has not come to its end meanwhile."""
    run = recipients.of(session, lifecycle.locked(session, key), number)
    if run.checked_to is not None:
        _mark(session, run, now)


def _mark(session: Session, run: Run, now: datetime) -> int:
    """The campaign is locked: two slices are never marked at once."""
    rows = session.execute(
        select(Recipient.position, Recipient.message_id)
        .where(
            Recipient.run_id == run.id,
            Recipient.flag == Flag.ON_THE_WAY,
            Recipient.position > run.checked_to,
        )
        .order_by(Recipient.position)
        .limit(CHECKED_AT_ONCE)
    ).all()
    taken = session.scalars(
        locked(
            select(Message.id)
            .where(
                Message.id.in_([message_id for _, message_id in rows]),
                Message.hand_over == HandOver.ACCEPTED,
            )
            .order_by(Message.id)
        )
    ).all()
    session.execute(
        update(Message)
        .where(Message.id.in_(taken))
        .values(look_at=now)
        .execution_options(synchronize_session=False)
    )
    if taken:
        fetches.soon(session, now, STATUSES, SMS_STATUSES)
    run.checked_to = rows[-1].position if len(rows) == CHECKED_AT_ONCE else None
    session.flush()
    return len(taken)


def look_again(session: Session, user_id: int, key: str, number: int | None, now: datetime) -> int:
    """Have the provider's list asked once more about those whose fate is unknown; how many."""
    campaign = pause_campaign.lock_with_wallet(session, key)
    unknown = _unknown(session, recipients.of(session, campaign, number))
    for message in unknown:
        newest = session.scalars(
            select(Attempt)
            .where(Attempt.message_id == message.id)
            .order_by(Attempt.id.desc())
            .limit(1)
        ).one()
        newest.state, newest.resolve_at = AttemptState.LOST, now
        message.hand_over, message.reason = HandOver.CALLING, CHECKING.as_json()
    session.flush()
    tell_messages(session, unknown)
    _journal(session, campaign, user_id, "campaign_looked_again", len(unknown), now)
    return len(unknown)


def send_again(session: Session, user_id: int, key: str, now: datetime) -> int:
    """The person's own decision: whose fate is unknown may get it twice; how many.

    They are pending again: under the campaign's lock, which every claim takes, too, so one that
    runs or waits for its time sends to them with the rest, and one that stopped goes on. Raises
    NotFound, Conflict.
    """
    campaign = pause_campaign.lock_with_wallet(session, key)
    run = recipients.of(session, campaign)
    unknown = _unknown(session, run)
    if not unknown:
        raise Conflict(say("Nobody's fate is unknown any more."), "nothing_left")
    payment.give_back(session, unknown, now)
    for message in unknown:
        message.hand_over = HandOver.REFUSED
        message.reason, message.reason_code = _ANEW.as_json(), flags.RECALLED
    session.flush()
    moves.apply(session, [(0, message.id) for message in unknown], now)
    run.handed -= len(unknown)
    _journal(session, campaign, user_id, "campaign_sent_again", len(unknown), now)
    if campaign.state in _WITH_THE_REST:
        if campaign.state is State.RUNNING:
            campaign.due_at = campaign.reason = campaign.reason_code = None
        session.flush()
        tell_campaign.changed(session, campaign)
    else:
        start_campaign.go_on(session, campaign, run, user_id, now)
    return len(unknown)


def _unknown(session: Session, run: Run) -> Sequence[Message]:
    return session.scalars(
        locked(
            select(Message)
            .join(Recipient, Recipient.message_id == Message.id)
            .where(
                Recipient.run_id == run.id,
                Recipient.flag == Flag.UNKNOWN,
                Message.hand_over == HandOver.UNKNOWN,
            )
            .order_by(Message.id)
            .limit(AT_ONCE)
        )
    ).all()


def _journal(
    session: Session, campaign: Campaign, user_id: int, action: str, people: int, now: datetime
) -> None:
    journal.write(
        session,
        user_id,
        action,
        journal.Subject("campaign", campaign.key),
        now,
        after={"messages": people},
    )
