"""What may be done with a campaign, and what it then is: each step one conditional UPDATE."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.campaigns.models import Campaign, Run, State
from occ.core.errors import Conflict, NotFound
from occ.core.locks import lock_row
from occ.core.words import Words, say
from occ.journal import entries as journal


class Step(StrEnum):
    EDIT = "edit"
    ASK = "ask"
    """Have a second person agree."""
    TAKE_BACK = "take_back"
    CUT_OFF = "cut_off"
    """The same where some were sent to: it rests, and can go on."""
    SCHEDULE = "schedule"
    START = "start"
    PAUSE = "pause"
    REBUILD = "rebuild"
    """Go on with those not yet sent to (E7)."""
    CANCEL = "cancel"
    RESET = "reset"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    OVERDUE = "overdue"
    NO_CREDIT = "no_credit"
    ERROR = "error"
    FINISH = "finish"


S = State
_STOPPED = {S.PAUSED, S.STOPPED_CREDIT, S.STOPPED_ERROR, S.CANCELLED, S.FINISHED}
_RESTING = {S.DRAFT, *_STOPPED}
FROM: dict[Step, set[State]] = {
    Step.EDIT: {*_RESTING, S.SCHEDULED},
    Step.ASK: _RESTING,
    Step.TAKE_BACK: {S.CONFIRMING, S.SCHEDULED},
    Step.CUT_OFF: {S.CONFIRMING, S.SCHEDULED},
    Step.SCHEDULE: {*_RESTING, S.CONFIRMING},
    Step.START: {S.DRAFT, S.CONFIRMING, S.SCHEDULED},
    Step.PAUSE: {S.RUNNING},
    Step.REBUILD: _STOPPED,
    Step.CANCEL: {S.RUNNING, S.PAUSED, S.STOPPED_CREDIT, S.STOPPED_ERROR},
    Step.RESET: _STOPPED,
    Step.ARCHIVE: {*_RESTING},
    Step.UNARCHIVE: {*State},
    Step.OVERDUE: {S.SCHEDULED},
    Step.NO_CREDIT: {S.RUNNING},
    Step.ERROR: {S.RUNNING},
    Step.FINISH: {S.RUNNING},
}
TO: dict[Step, State] = {
    Step.ASK: S.CONFIRMING,
    Step.TAKE_BACK: S.DRAFT,
    Step.CUT_OFF: S.PAUSED,
    Step.SCHEDULE: S.SCHEDULED,
    Step.START: S.RUNNING,
    Step.PAUSE: S.PAUSED,
    Step.REBUILD: S.RUNNING,
    Step.CANCEL: S.CANCELLED,
    Step.RESET: S.DRAFT,
    Step.OVERDUE: S.PAUSED,
    Step.NO_CREDIT: S.STOPPED_CREDIT,
    Step.ERROR: S.STOPPED_ERROR,
    Step.FINISH: S.FINISHED,
}
"""A step that is not here leaves the state as it is."""


def find(session: Session, key: str, owner_id: int | None = None) -> Campaign:
    """Of `owner_id` alone where one is named. Raises NotFound, also for somebody else's."""
    found = session.scalars(select(Campaign).where(Campaign.key == key)).one_or_none()
    if found is None or owner_id not in (None, found.owner_id):
        raise NotFound(say("There is no such campaign."))
    return found


def locked(session: Session, key: str) -> Campaign:
    """The campaign as it stands now, locked. Raises NotFound."""
    found: Campaign | None = lock_row(session, select(Campaign).where(Campaign.key == key))
    if found is None:
        raise NotFound(say("There is no such campaign."))
    return found


def may(campaign: Campaign, step: Step) -> bool:
    if campaign.archived_at is not None:
        return step is Step.UNARCHIVE
    return step is not Step.UNARCHIVE and campaign.state in FROM[step]


def demand(campaign: Campaign, step: Step) -> None:
    """Raises Conflict."""
    if not may(campaign, step):
        raise Conflict(_NOT_NOW.get(step, _MOVED_ON), "not_now")


def take(
    session: Session,
    campaign: Campaign,
    step: Step,
    actor_id: int | None,
    now: datetime,
    **changes: Any,
) -> None:
    """Do a step, with `changes` of other columns beside it; journalled. Raises Conflict.

    The row is changed only as the caller read it: whoever comes second is told.
    """
    session.flush()
    demand(campaign, step)
    before = {name: getattr(campaign, name) for name in changes}
    state = TO.get(step, campaign.state)
    taken = session.execute(
        update(Campaign)
        .where(
            Campaign.id == campaign.id,
            Campaign.state == campaign.state,
            Campaign.version == campaign.version,
        )
        .values(state=state, version=campaign.version + 1, **changes)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_MOVED_ON, "moved_on")
    journal.write(
        session,
        actor_id,
        f"campaign_{step}",
        journal.Subject("campaign", campaign.key),
        now,
        before={"state": campaign.state, **_plain(before)},
        after={"state": state, **_plain(changes)},
    )
    session.refresh(campaign)


def back(run: Run) -> Step:
    """What takes a schedule or a question back: a draft is one as long as nobody was sent to."""
    return Step.CUT_OFF if run.handed else Step.TAKE_BACK


def demand_version(campaign: Campaign, version: int | None) -> None:
    """Raises Conflict where somebody has changed it since the caller's page was made."""
    if version is not None and version != campaign.version:
        raise Conflict(_MOVED_ON, "moved_on")


def _plain(changes: dict[str, Any]) -> dict[str, Any]:
    """As the journal keeps them."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in changes.items()
        if name not in _UNTOLD
    }


_UNTOLD = {"reason", "started_at", "ended_at", "archived_at", "asked_by_id", "begun"}
"""What the step itself says already."""
_MOVED_ON = say("Somebody changed this campaign a moment ago. Look at it as it is now.")
_NOT_NOW: dict[Step, Words] = {
    Step.EDIT: say("It is being sent: pause it first."),
    Step.PAUSE: say("It is not being sent, so there is nothing to pause."),
    Step.REBUILD: say("Only a campaign that stopped on the way can go on."),
    Step.RESET: say("Only a campaign that has stopped or ended can be reset."),
    Step.ARCHIVE: say("It is still to be sent: pause it or cut off its schedule first."),
    Step.START: say("It was started already."),
}
