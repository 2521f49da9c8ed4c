"""Contacts and their addresses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base


class Contact(Base):
    """A person outside."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime]


class Address(Base):
    """One channel identity of a contact: a number, a WhatsApp business-scoped user id, or both.

    A customer may hide the number and show it later: then two addresses turn out to be one,
    and `flows/merge_addresses` joins them. `merged_into_id` says which one lives on.
    """

    __tablename__ = "addresses"
    __table_args__ = (
        UniqueConstraint("channel", "phone"),
        UniqueConstraint("channel", "bsuid"),
        CheckConstraint(
            "phone IS NOT NULL OR bsuid IS NOT NULL OR merged_into_id IS NOT NULL", name="identity"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    channel: Mapped[str]
    phone: Mapped[str | None]
    bsuid: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("addresses.id"))
    profile_name: Mapped[str | None]
    """What the person calls themselves on the channel, as they last showed it."""
    created_at: Mapped[datetime]
