"""The people of a run: added in slices, read page by page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, case, delete, func, literal, select, update
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


def add(session: Session, run: Run, people: Sequence[Person], parts: int = 1) -> int:
    """Append to a run whoever is not in it; how many were new.

    Their texts count as `parts` parts until they are measured.
    """
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
        row = {"run_id": run.id, "flag": Flag.PENDING, "parts": parts, "spent": 0}
        session.execute(
            insert(session, Recipient.__table__),
            [
                row | {"position": place, "accepted": False, **vars(person)}
                for place, person in enumerate(fresh, last_place(session, run.id) + 1)
            ],
        )
    _joined(session, run, len(fresh), parts)
    run.doubled += len(people) - len(fresh)
    session.flush()
    return len(fresh)


def take(session: Session, run: Run, people: Select[Any], parts: int) -> None:
    """The same of rows that the database has: `place` from 1, `phone`, `country`, `fields`.

    Whoever is in the run already is passed over.
    """
    rows = people.subquery()
    chosen = select(
        literal(run.id),
        literal(last_place(session, run.id)) + rows.c.place,
        rows.c.phone,
        rows.c.country,
        rows.c.fields,
        *(literal(each) for each in (Flag.PENDING.value, parts, 0, False)),
    ).where(rows.c.place.is_not(None))
    columns = ["run_id", "position", "phone", "country", "fields"]
    statement = insert(session, Recipient.__table__).from_select(
        [*columns, "flag", "parts", "spent", "accepted"], chosen
    )
    taken = session.execute(statement.on_conflict_do_nothing())
    _joined(session, run, taken.rowcount, parts)  # type: ignore[attr-defined]
    session.flush()


def last_place(session: Session, run_id: int) -> int:
    query = select(func.max(Recipient.position)).where(Recipient.run_id == run_id)
    return session.scalar(query) or 0


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
    changes = Changes()
    changes.add(run.id, was[0], -moved, was[1])
    changes.add(run.id, becomes[0], moved, becomes[1])
    changes.write(session)
    return len(changed)


def drop(session: Session, run: Run, upto: int) -> None:
    """Of a run that nothing was sent in: another audience was chosen."""
    gone = session.execute(
        delete(Recipient)
        .where(Recipient.run_id == run.id, Recipient.position <= upto)
        .execution_options(synchronize_session=False)
    )
    run.people -= gone.rowcount  # type: ignore[attr-defined]


def copy(session: Session, old: Run, new: Run, after: int, most: int, parts: int) -> int:
    """The next of a run's people for the next run; the last place copied, 0 at the end.

    Who was left out by hand stays out; all others are asked about anew.
    """
    fits = (Recipient.run_id == old.id, Recipient.position > after)
    places = select(Recipient.position).where(*fits).order_by(Recipient.position).limit(most)
    last = session.scalar(select(func.max(places.subquery().c.position)))
    if last is None:
        return 0
    left_out = and_(Recipient.flag == Flag.SKIPPED, Recipient.reason == UNPICKED)
    unset = tuple(literal(each) for each in (parts, 0, False))
    again = select(
        literal(new.id),
        *(Recipient.position, Recipient.phone, Recipient.country, Recipient.fields),
        case((left_out, Flag.SKIPPED.value), else_=Flag.PENDING.value),
        case((left_out, UNPICKED), else_=None),
        *unset,
    ).where(*fits, Recipient.position <= last)
    columns = ["run_id", "position", "phone", "country", "fields", "flag", "reason"]
    statement = insert(session, Recipient.__table__)
    copied = session.execute(statement.from_select([*columns, "parts", "spent", "accepted"], again))
    everybody: int = copied.rowcount  # type: ignore[attr-defined]
    out = (
        session.scalar(select(func.count()).where(*fits, Recipient.position <= last, left_out)) or 0
    )
    new.people += out
    _joined(session, new, everybody - out, parts)
    changes = Changes()
    changes.add(new.id, Flag.SKIPPED, Figures(out, out * parts), UNPICKED)
    changes.write(session)
    session.flush()
    return int(last)


def _joined(session: Session, run: Run, people: int, parts: int) -> None:
    changes = Changes()
    changes.add(run.id, Flag.PENDING, Figures(people, people * parts))
    changes.write(session)
    run.people += people


def _with(query: Select[Recipient], flag: str | None) -> Select[Recipient]:
    if flag is None:
        return query
    if flag == ACCEPTED:
        return query.where(IS_ACCEPTED)
    return query.where(Recipient.flag == Flag(flag))
