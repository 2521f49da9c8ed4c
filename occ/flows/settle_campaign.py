"""What became of a campaign's messages reaches its recipients, its figures and the screens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.campaigns import moves
from occ.campaigns.models import Campaign, Flag, Run, State
from occ.contacts import do_not_write, operators_blacklist, phone_numbers
from occ.contacts.number_models import Origin
from occ.core.address import is_number
from occ.flows import tell_campaign

AT_ONCE = 500


@dataclass(frozen=True)
class Settled:
    more: bool = False
    """Whether there may be more to apply."""
    stopped: Sequence[str] = ()
    """Keys of campaigns that have stopped: what waits of them is to be taken back."""


def settle(session: Session, now: datetime) -> Settled:
    """Apply what was noted.

    A number that a provider names as opted out is written to no more by any campaign; one on the
    operators' blacklist is noted, which is another thing (E4).
    """
    waiting = moves.waiting(session, AT_ONCE)
    if not waiting:
        return Settled()
    # Who was erased meanwhile has no number any more.
    told = [
        each
        for each in moves.told(session, [message_id for _, message_id in waiting])
        if is_number(each.phone)
    ]
    numbers = phone_numbers.rows(session, {each.phone for each in told}, now)
    if numbers:
        phone_numbers.lock(session, numbers.values())
    for each in told:
        if each.flag is Flag.BLACKLISTED:
            operators_blacklist.report(session, each.phone, each.provider, each.code, now)
        else:
            do_not_write.add(session, numbers[each.phone], Origin.STOP, each.code, None, now)
    runs = moves.apply(session, waiting, now)
    changed = session.scalars(
        select(Campaign).where(Campaign.id.in_(select(Run.campaign_id).where(Run.id.in_(runs))))
    ).all()
    for campaign in changed:
        tell_campaign.changed(session, campaign)
    earlier = _in_earlier(session, runs)
    stopped = [
        each.key for each in changed if each.state is not State.RUNNING or each.id in earlier
    ]
    return Settled(len(waiting) == AT_ONCE, stopped)


def _in_earlier(session: Session, runs: Collection[int]) -> set[int]:
    """Ids of campaigns that were reset while something of theirs was on its way."""
    found = session.scalars(
        select(Campaign.id)
        .join(Run, Run.campaign_id == Campaign.id)
        .where(Run.id.in_(runs), Run.number < Campaign.run)
    )
    return set(found)
