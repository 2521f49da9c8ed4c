"""Telephone numbers, and what we may and may not do with each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.address import Channel
from occ.core.types import Base, only_where

_HELD = text("lifted_at IS NULL")


class PhoneNumber(Base):
    """A number outside. Whatever is said of a number names this row and never the digits.

    So a person is erased by blanking `phone` here: what may not be changed, such as consents,
    stays and says nothing of anybody any more.
    """

    __tablename__ = "phone_numbers"
    __table_args__ = (
        # Lists of contacts are read by the contact's id: each filter's index ends with it.
        Index("ix_phone_numbers_country", "country", "contact_id"),
        Index("ix_phone_numbers_sms", "sms_consent", "contact_id"),
        Index("ix_phone_numbers_whatsapp", "whatsapp_consent", "contact_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(unique=True)
    """E.164; None once its person was erased."""
    country: Mapped[str | None]
    """ISO 3166, two letters."""
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    """None where we know of the number only that it may not be written to, or may."""
    sms_consent: Mapped[bool | None]
    """What the newest row of `consents` says of campaigns by SMS; None: there is none."""
    whatsapp_consent: Mapped[bool | None]
    added_at: Mapped[datetime]


class ConsentPurpose(StrEnum):
    """What a consent is for. The word is that of the message's own purpose."""

    CAMPAIGN = "campaign"
    """Texts that we write first."""


class How(StrEnum):
    """How somebody agreed, or took it back."""

    FORM = "form"
    PAPER = "paper"
    SPOKEN = "spoken"
    KEYWORD = "keyword"
    """They wrote STOP or START."""
    IMPORT = "import"
    PROGRAM = "program"
    """Another system told us by the API."""


class Consent(Base):
    """That a person agreed to be written to at a number, or took it back: proof, never changed.

    The newest row of a number, channel and purpose is what holds. Triggers of the database
    refuse to change or delete one.
    """

    __tablename__ = "consents"
    __table_args__ = (
        Index("ix_consents_of_number", "number_id", "channel", "purpose", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("phone_numbers.id"))
    channel: Mapped[Channel]
    purpose: Mapped[ConsentPurpose]
    granted: Mapped[bool]
    at: Mapped[datetime]
    """When they said so."""
    how: Mapped[How]
    words: Mapped[str]
    """What they were shown, or wrote."""
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The user who recorded it; None where the person did it themselves."""
    recorded_at: Mapped[datetime]


class Origin(StrEnum):
    """Why a number is on our own list."""

    OURS = "ours"
    STOP = "stop"
    """The person asked: only they take it back."""
    ERASED = "erased"
    """Somebody who was erased at their wish, and has the number again: theirs to take back, too."""


class DoNotWrite(Base):
    """A number on our own list: no campaign is sent to it, on any channel, until it is lifted."""

    __tablename__ = "do_not_write"
    __table_args__ = (
        Index("one_hold_of_a_number", "number_id", unique=True, **only_where(_HELD)),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("phone_numbers.id"), index=True)
    origin: Mapped[Origin]
    reason: Mapped[str]
    """A note of ours, or the word they wrote."""
    since: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class OperatorsBlacklisted(Base):
    """A number that operators will not deliver to, as a provider reported it."""

    __tablename__ = "operators_blacklist"
    __table_args__ = (UniqueConstraint("number_id", "provider"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("phone_numbers.id"))
    provider: Mapped[str]
    code: Mapped[str]
    reported_at: Mapped[datetime]
    """The last time."""
