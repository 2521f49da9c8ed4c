"""Campaigns for the dashboard and the archive, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from occ.campaigns import counts, recipients
from occ.campaigns.counts import ACCEPTED, Figures
from occ.campaigns.models import Campaign, Flag, Run, State

NONE = Figures()


@dataclass(frozen=True)
class Row:
    campaign: Campaign
    run: Run
    figures: Mapping[str, Figures]
    """Of the present run, by flag."""

    def of(self, flag: str) -> Figures:
        return self.figures.get(flag, NONE)

    @property
    def left(self) -> int:
        """Not yet sent to."""
        return self.of(Flag.PENDING).people

    @property
    def wanted(self) -> int:
        """To how many it goes, as far as is known now."""
        everybody = self.run.handed + self.left
        limit = self.campaign.count_to_send
        return everybody if limit is None else min(limit, everybody)

    @property
    def accepted(self) -> Figures:
        return self.of(ACCEPTED)


def those(
    *,
    archived: bool = False,
    owner_id: int | None = None,
    state: State | None = None,
    sought: str = "",
) -> Select[Campaign]:
    query = select(Campaign).where(
        Campaign.archived_at.is_not(None) if archived else Campaign.archived_at.is_(None)
    )
    if owner_id is not None:
        query = query.where(Campaign.owner_id == owner_id)
    if state is not None:
        query = query.where(Campaign.state == state)
    if sought:
        query = query.where(func.lower(Campaign.title).contains(sought.lower(), autoescape=True))
    return query


def newest(session: Session, query: Select[Campaign], before: int | None, most: int) -> list[Row]:
    if before is not None:
        query = query.where(Campaign.id < before)
    return with_figures(session, session.scalars(query.order_by(Campaign.id.desc()).limit(most)))


def to_mend(session: Session, owner_id: int) -> Sequence[Campaign]:
    """A user's campaigns that stopped by themselves, or whose time is over: they are told."""
    stopped = Campaign.state.in_([State.STOPPED_CREDIT, State.STOPPED_ERROR])
    overdue = and_(Campaign.state == State.PAUSED, Campaign.reason_code == "overdue")
    return session.scalars(
        select(Campaign)
        .where(Campaign.owner_id == owner_id, Campaign.archived_at.is_(None), or_(stopped, overdue))
        .order_by(Campaign.id.desc())
        .limit(5)
    ).all()


def row(session: Session, campaign: Campaign) -> Row:
    return with_figures(session, [campaign])[0]


def archived_count(session: Session, owner_id: int | None = None) -> int:
    query = select(func.count()).where(Campaign.archived_at.is_not(None))
    if owner_id is not None:
        query = query.where(Campaign.owner_id == owner_id)
    return int(session.scalar(query) or 0)


def with_figures(session: Session, found: Iterable[Campaign]) -> list[Row]:
    campaigns = list(found)
    runs = recipients.runs(session, campaigns)
    figures = counts.of(session, [run.id for run in runs.values()])
    return [Row(each, runs[each.id], figures[runs[each.id].id]) for each in campaigns]
