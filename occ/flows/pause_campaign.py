"""A campaign stops for a while, or for good; what waits to be tried again is taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import ledger, wallets
from occ.campaigns import flags, lifecycle, recipients
from occ.campaigns.lifecycle import Step
from occ.campaigns.models import Campaign, Flag, Recipient, Run, State
from occ.core.locks import locked
from occ.core.words import Words, say
from occ.flows import tell_campaign
from occ.flows.delivery_status import tell_messages
from occ.messaging import payment
from occ.messaging.models import HandOver, Message

_TAKEN_BACK = say("Taken back before it left: the campaign was stopped.")


def pause(session: Session, user_id: int, key: str, now: datetime) -> Campaign:
    """Nothing more leaves but what is being handed over. Raises NotFound, Conflict."""
    return _stop(session, user_id, key, Step.PAUSE, now)


def cancel(session: Session, user_id: int, key: str, now: datetime) -> Campaign:
    """The same for good, until somebody goes on with it. Raises NotFound, Conflict."""
    return _stop(session, user_id, key, Step.CANCEL, now)


def stop(
    session: Session, campaign: Campaign, step: Step, reason: Words, code: str, now: datetime
) -> None:
    """It can't go on: no credit, or its sender is halted. It says why, and can be resumed."""
    recall(session, recipients.of(session, campaign), now)
    # The end of a night it waited for is no schedule.
    campaign.due_at = None
    lifecycle.take(
        session,
        campaign,
        step,
        None,
        now,
        reason=reason.as_json(),
        reason_code=code,
        ended_at=now,
    )
    tell_campaign.changed(session, campaign)


def recall_left(session: Session, key: str, now: datetime) -> None:
    """Take back what came to wait after its campaign had stopped, or was reset."""
    campaign = lock_with_wallet(session, key)
    for run in recipients.all_runs(session, campaign):
        if run.number < campaign.run or campaign.state is not State.RUNNING:
            recall(session, run, now)


def recall(session: Session, run: Run, now: datetime) -> None:
    """Take back what waits in the outbox: their people are pending again, their credit is free.

    The caller has locked whoever pays, and the campaign.
    """
    waiting = session.scalars(
        locked(
            select(Message)
            .join(Recipient, Recipient.message_id == Message.id)
            .where(
                Recipient.run_id == run.id,
                Recipient.flag.in_([Flag.SENDING, Flag.UNKNOWN]),
                Message.hand_over == HandOver.WAITING,
            )
            .order_by(Message.id)
            .execution_options(populate_existing=True),
            skip=True,
        )
    ).all()
    payment.give_back(session, waiting, now)
    for message in waiting:
        message.hand_over = HandOver.REFUSED
        message.reason, message.reason_code = _TAKEN_BACK.as_json(), flags.RECALLED
    session.flush()
    tell_messages(session, waiting)
    run.handed -= len(waiting)


def _stop(session: Session, user_id: int, key: str, step: Step, now: datetime) -> Campaign:
    campaign = lock_with_wallet(session, key)
    recall(session, recipients.of(session, campaign), now)
    if campaign.state is State.RUNNING:
        # The end of a night it waited for is no schedule.
        campaign.due_at = None
    lifecycle.take(
        session, campaign, step, user_id, now, reason=None, reason_code=None, ended_at=now
    )
    tell_campaign.changed(session, campaign)
    return campaign


def lock_with_wallet(session: Session, key: str) -> Campaign:
    """The campaign, and before it the wallet that pays. Raises NotFound."""
    owner_id = lifecycle.find(session, key).owner_id
    wallet = wallets.of(session, owner_id)
    if wallet is not None:
        ledger.lock(session, wallet.id)
    return lifecycle.locked(session, key)
