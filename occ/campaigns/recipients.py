"""The people of a run: added in slices, read page by page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from occ.campaigns.counts import ACCEPTED, Changes, Figures
from occ.campaigns.models import IS_ACCEPTED, Campaign, Flag, Recipient, Run
from occ.core.db import insert
from occ.core.errors import NotFound
from occ.core.words import say

UNPICKED = "unpicked"
"""The reason of who was left out by hand (C5)."""


@dataclass(frozen=True)
class Person:
    phone: str
    country: str
    fields: dict[str, str] = field(default_factory=dict)


def add(session: Session, run: Run, people: Sequence[Person]) -> int:
    """Append to a run whoever is not in it; how many were new."""
    once = {person.phone: person for person in people}
    known = set(
        session.scalars(
            select(Recipient.phone).where(
                Recipient.run_id == run.id, Recipient.phone.in_(list(once))
            )
        )
    )
    fresh = [person for person in once.values() if person.phone not in known]
    if fresh:
        session.execute(
            insert(session, Recipient.__table__),
            [
                {
                    "run_id": run.id,
                    "position": run.people + place,
                    "phone": person.phone,
                    "country": person.country,
                    "fields": person.fields,
                    "flag": Flag.PENDING,
                    "parts": 1,
                    "spent": 0,
                    "accepted": False,
                }
                for place, person in enumerate(fresh, 1)
            ],
        )
    counted(session, run.id, {Flag.PENDING: Figures(len(fresh), len(fresh))})
    run.people += len(fresh)
    run.doubled += len(people) - len(fresh)
    session.flush()
    return len(fresh)


def of(session: Session, campaign: Campaign, number: int | None = None) -> Run:
    """A run by its number; the present one where none is named. Raises NotFound."""
    wanted = campaign.run if number is None else number
    found = session.scalars(
        select(Run).where(Run.campaign_id == campaign.id, Run.number == wanted)
    ).one_or_none()
    if found is None:
        raise NotFound(say("The campaign has no such run."))
    return found


def all_runs(session: Session, campaign: Campaign) -> Sequence[Run]:
    """The oldest first."""
    query = select(Run).where(Run.campaign_id == campaign.id)
    return session.scalars(query.order_by(Run.number)).all()


def runs(session: Session, campaigns: Collection[Campaign]) -> dict[int, Run]:
    """The present run of each, by the campaign's id."""
    rows = session.scalars(
        select(Run)
        .join(Campaign, (Campaign.id == Run.campaign_id) & (Campaign.run == Run.number))
        .where(Campaign.id.in_([each.id for each in campaigns]))
    )
    return {run.campaign_id: run for run in rows}


def page(
    session: Session, run_id: int, flag: str | None, after: int, most: int, sought: str = ""
) -> Sequence[Recipient]:
    """Those with a flag (or `accepted`), by their places, from after a place on."""
    query = _with(select(Recipient).where(Recipient.run_id == run_id), flag)
    if sought:
        query = query.where(Recipient.phone == sought)
    return session.scalars(
        query.where(Recipient.position > after).order_by(Recipient.position).limit(most)
    ).all()


def at(session: Session, run: Run, position: int) -> Recipient:
    """Raises NotFound."""
    found = session.scalars(
        select(Recipient).where(Recipient.run_id == run.id, Recipient.position == position)
    ).one_or_none()
    if found is None:
        raise NotFound(say("There is nobody in this place."))
    return found


def reasons(session: Session, run_id: int) -> dict[str, int]:
    """Why people are skipped, and how many each."""
    rows = session.execute(
        select(Recipient.reason, func.count())
        .where(Recipient.run_id == run_id, Recipient.flag == Flag.SKIPPED)
        .group_by(Recipient.reason)
    )
    return {reason or "": int(count) for reason, count in rows}


def pick(session: Session, run: Run, positions: Collection[int], picked: bool) -> int:
    """Leave people out by hand, or take them in again; how many changed."""
    was = (Flag.SKIPPED, UNPICKED) if picked else (Flag.PENDING, None)
    becomes = (Flag.PENDING, None) if picked else (Flag.SKIPPED, UNPICKED)
    has_reason = Recipient.reason == UNPICKED if picked else Recipient.reason.is_(None)
    changed = session.scalars(
        update(Recipient)
        .where(
            Recipient.run_id == run.id,
            Recipient.position.in_(positions),
            Recipient.flag == was[0],
            has_reason,
        )
        .values(flag=becomes[0], reason=becomes[1])
        .returning(Recipient.parts)
        .execution_options(synchronize_session=False)
    ).all()
    moved = Figures(len(changed), sum(changed))
    counted(session, run.id, {was[0]: -moved, becomes[0]: moved})
    return len(changed)


def drop(session: Session, run: Run, upto: int) -> None:
    """Of a run that nothing was sent in: another audience was chosen."""
    gone = session.scalars(
        delete(Recipient)
        .where(Recipient.run_id == run.id, Recipient.position <= upto)
        .returning(Recipient.flag)
        .execution_options(synchronize_session=False)
    ).all()
    run.people -= len(gone)


def counted(session: Session, run_id: int, figures: Mapping[Flag, Figures]) -> None:
    changes = Changes()
    for flag, each in figures.items():
        changes.add(run_id, flag, each)
    changes.write(session)


def copy(session: Session, old: Run, new: Run, after: int, most: int) -> int:
    """The next of a run's people for the next run; the last place copied, 0 at the end."""
    rows = session.execute(
        select(
            Recipient.position,
            Recipient.phone,
            Recipient.country,
            Recipient.fields,
            Recipient.flag,
            Recipient.reason,
        )
        .where(Recipient.run_id == old.id, Recipient.position > after)
        .order_by(Recipient.position)
        .limit(most)
    ).all()
    if not rows:
        return 0
    fresh = [_again(new, row) for row in rows]
    session.execute(insert(session, Recipient.__table__), fresh)
    skipped = sum(row["flag"] is Flag.SKIPPED for row in fresh)
    pending = len(rows) - skipped
    both = {Flag.PENDING: Figures(pending, pending), Flag.SKIPPED: Figures(skipped, skipped)}
    counted(session, new.id, both)
    new.people += len(rows)
    session.flush()
    return int(rows[-1].position)


def _again(new: Run, row: Any) -> dict[str, object]:
    """Who was left out by hand stays out; all others are asked about anew."""
    left_out = row.flag is Flag.SKIPPED and row.reason == UNPICKED
    return {
        "run_id": new.id,
        "position": row.position,
        "phone": row.phone,
        "country": row.country,
        "fields": row.fields,
        "flag": Flag.SKIPPED if left_out else Flag.PENDING,
        "reason": UNPICKED if left_out else None,
        "parts": 1,
        "spent": 0,
        "accepted": False,
    }


def _with(query: Select[Recipient], flag: str | None) -> Select[Recipient]:
    if flag is None:
        return query
    if flag == ACCEPTED:
        return query.where(IS_ACCEPTED)
    return query.where(Recipient.flag == Flag(flag))
