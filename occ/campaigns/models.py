"""Campaigns, their texts, their runs, and a row per person and run."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from occ.campaigns.rate import Per, Rate
from occ.core.address import Channel
from occ.core.types import Base, only_where


class State(StrEnum):
    """Where a campaign stands in its present run. Archived is a date apart: it hides no state."""

    DRAFT = "draft"
    CONFIRMING = "confirming"
    """So many people that a second person has to agree."""
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED_CREDIT = "stopped_credit"
    STOPPED_ERROR = "stopped_error"
    CANCELLED = "cancelled"
    FINISHED = "finished"


class Campaign(Base):
    """One text to many, sent as often as it is reset (E). A sending to five (C5) is one, too."""

    __tablename__ = "campaigns"
    __table_args__ = (
        Index("ix_campaigns_listed", "archived_at", "id"),
        Index(
            "ix_campaigns_due", "state", "due_at", **only_where("state IN ('scheduled', 'running')")
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    channel: Mapped[Channel]
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """Who made it: whose credit pays, and who is told when it stops."""
    provider: Mapped[str | None]
    sender: Mapped[str | None]
    """With `provider` the route; both empty until one can be chosen."""
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    """Counts up with every change: who changes an older one is told."""
    content_version: Mapped[int] = mapped_column(default=1)
    run: Mapped[int] = mapped_column(default=1)
    """One more than how often it was reset."""
    begun: Mapped[bool] = mapped_column(default=False)
    """It was sent to somebody once: from then on five things can be changed (E2)."""
    count_to_send: Mapped[int | None]
    """To how many of its numbers; None: to all."""
    due_at: Mapped[datetime | None]
    """Scheduled: when it begins. Running: when to look next, None for at once."""
    zone: Mapped[str | None]
    """The zone its time was chosen in."""
    quiet: Mapped[bool] = mapped_column(default=True)
    """Whether nobody is written to in the quiet hours of their country."""
    rate: Mapped[int | None]
    rate_per: Mapped[Per | None]
    """With `rate` how fast it may go at most; both empty: as fast as its sender."""
    reason: Mapped[dict[str, Any] | None]
    """Words that say why it stopped, or waits."""
    reason_code: Mapped[str | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who wants it sent, while a second person is asked."""
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    @property
    def resets(self) -> int:
        return self.run - 1

    @property
    def own_rate(self) -> Rate | None:
        return Rate(self.rate, self.rate_per) if self.rate and self.rate_per else None

    def goes_at(self, sender: Rate) -> Rate:
        """Its own rate, never above its sender's."""
        own = self.own_rate
        return sender if own is None or own.is_above(sender) else own


class Content(Base):
    """A version of a campaign's text. A recipient keeps which one they were sent."""

    __tablename__ = "campaign_contents"
    __table_args__ = (UniqueConstraint("campaign_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    version: Mapped[int]
    body: Mapped[str]
    """As written; of a WhatsApp template, what it says."""
    plain_letters: Mapped[bool] = mapped_column(default=False)
    """No Polish letters (C6)."""
    template: Mapped[dict[str, Any] | None]
    """`sid` and `variables` of WhatsApp's approved template."""
    made_at: Mapped[datetime]


class Preparing(StrEnum):
    """How far a run is prepared: its people counted, their parts and reasons known."""

    EMPTY = "empty"
    """Its people are dropped: another audience was chosen before anything was sent."""
    READING = "reading"
    """A file is being read into it."""
    AUDIENCE = "audience"
    MEASURE = "measure"
    READY = "ready"


class Run(Base):
    """One pass over all numbers of a campaign. Its figures stay when the next one begins."""

    __tablename__ = "campaign_runs"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    source: Mapped[dict[str, Any]]
    """Where its people come from: `kind` and what that kind needs."""
    preparing: Mapped[Preparing] = mapped_column(default=Preparing.READY)
    cursor: Mapped[int] = mapped_column(default=0)
    """Up to which row of the source, or of its own people, that has been done."""
    read_until: Mapped[datetime | None]
    """Until when one process reads its file, unless it says so again."""
    people: Mapped[int] = mapped_column(default=0)
    doubled: Mapped[int] = mapped_column(default=0)
    """Numbers that stood in the source more than once: rows left out."""
    invalid: Mapped[int] = mapped_column(default=0)
    """Rows of the source that are no telephone number."""
    handed: Mapped[int] = mapped_column(default=0)
    """To how many it was sent, or is being; never above the count to send."""
    agreed: Mapped[int] = mapped_column(default=0)
    """To how many a second person let it be sent, as it is written."""
    estimate: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """When it was measured, of those not yet sent to: people by country, price and parts."""
    checked_to: Mapped[int | None]
    """Up to which place Check delivery has come; None: it is not under way."""
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Flag(StrEnum):
    """What became of one person in one run (E3)."""

    PENDING = "pending"
    SENDING = "sending"
    ON_THE_WAY = "on_the_way"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    BLACKLISTED = "blacklisted"
    """The operators' blacklist holds the number."""
    OPTED_OUT = "opted_out"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


# In these very words, by which SQLite finds their indexes.
IS_PENDING = text("flag = 'pending'")
IS_ACCEPTED = text("accepted")


class Recipient(Base):
    """One person in one run."""

    __tablename__ = "campaign_recipients"
    __table_args__ = (
        UniqueConstraint("run_id", "phone"),
        UniqueConstraint("run_id", "position"),
        Index("ix_campaign_recipients_flag", "run_id", "flag", "position"),
        Index(
            "ix_campaign_recipients_pending",
            "run_id",
            "country",
            "position",
            **only_where(IS_PENDING),
        ),
        Index("ix_campaign_recipients_accepted", "run_id", "position", **only_where(IS_ACCEPTED)),
        Index("ix_campaign_recipients_message", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("campaign_runs.id"))
    position: Mapped[int]
    """Its place in the run, from 1."""
    phone: Mapped[str]
    country: Mapped[str]
    """ISO 3166, two letters; empty where the number belongs to none."""
    fields: Mapped[dict[str, Any]]
    """What stands for the merge fields."""
    flag: Mapped[Flag] = mapped_column(default=Flag.PENDING)
    reason: Mapped[str | None]
    """Why they were skipped."""
    parts: Mapped[int] = mapped_column(default=1)
    """As how many the text is estimated, then billed."""
    spent: Mapped[int] = mapped_column(BigInteger, default=0)
    """Milli-credits."""
    accepted: Mapped[bool] = mapped_column(default=False)
    """The provider took it, whatever came after."""
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    failed_quarter: Mapped[int | None]
    """In which quarter of an hour it is counted as failed, so that it can be taken back there."""
    content_version: Mapped[int | None]


class RecipientCount(Base):
    """How many have a flag in a run. Several rows add up, so that writers need not queue."""

    __tablename__ = "campaign_counts"

    run_id: Mapped[int] = mapped_column(ForeignKey("campaign_runs.id"), primary_key=True)
    flag: Mapped[str] = mapped_column(primary_key=True)
    """A Flag, `accepted`, or why somebody is skipped: `skipped:no_consent`."""
    slot: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int]
    parts: Mapped[int]
    spent: Mapped[int] = mapped_column(BigInteger)


class QuarterCount(Base):
    """What happened in a run within a quarter of an hour; `campaigns/course.py` tells it."""

    __tablename__ = "campaign_quarters"

    run_id: Mapped[int] = mapped_column(ForeignKey("campaign_runs.id"), primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    """Since 1970, UTC."""
    kind: Mapped[str] = mapped_column(primary_key=True)
    people: Mapped[int]


class Move(Base):
    """A campaign's message whose state has changed since its recipient's flag was set."""

    __tablename__ = "campaign_moves"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))


class SenderPace(Base):
    """When a sender may take more bulk: one row for all processes, moved on part by part."""

    __tablename__ = "sender_paces"

    sender: Mapped[str] = mapped_column(primary_key=True)
    """Provider and sender, `smsapi:FIRMA`; or a campaign that has a rate of its own."""
    free_at: Mapped[int] = mapped_column(BigInteger)
    """Milliseconds since 1970."""
