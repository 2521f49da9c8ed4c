"""Contractors, contacts, their addresses, and the words they are found by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.priority import Priority
from occ.core.types import Base

IN_BYTES = String().with_variant(String(collation="C"), "postgresql")
"""Compared by its bytes, as SQLite does: what begins alike stands together."""


class Contact(Base):
    """A person outside."""

    __tablename__ = "contacts"
    __table_args__ = (
        # Lists are read by the contact's id: each filter's index ends with it.
        Index("ix_contacts_contractor", "contractor_id", "id"),
        Index("ix_contacts_language", "language", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    contractor_id: Mapped[int | None] = mapped_column(ForeignKey("contractors.id"))
    language: Mapped[str | None]
    """ISO 639, two letters."""
    note: Mapped[str] = mapped_column(default="")
    priority: Mapped[int] = mapped_column(default=Priority.NORMAL, server_default="0")
    """A `Priority`: before whom they are served."""
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    """Since then the row says of nobody: it only holds what is counted together."""


class Contractor(Base):
    """A customer company or person, who has contacts (C3)."""

    __tablename__ = "contractors"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    """What our own books call them, such as a customer's number: an import knows them by it."""
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class ContactTag(Base):
    __tablename__ = "contact_tags"

    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True, index=True)


class ContactWord(Base):
    """A word that a contact's name has, plain, for the search."""

    __tablename__ = "contact_words"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: Mapped[str] = mapped_column(IN_BYTES, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True, index=True)


class ContractorWord(Base):
    """A word that a contractor's name or code has."""

    __tablename__ = "contractor_words"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: Mapped[str] = mapped_column(IN_BYTES, primary_key=True)
    contractor_id: Mapped[int] = mapped_column(
        ForeignKey("contractors.id"), primary_key=True, index=True
    )


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
            "phone IS NOT NULL OR bsuid IS NOT NULL OR merged_into_id IS NOT NULL"
            " OR erased_at IS NOT NULL",
            name="identity",
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
    erased_at: Mapped[datetime | None]


class Block(Base):
    """A contact who is blocked, or whom somebody asks to block."""

    __tablename__ = "blocks"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True)
    reason: Mapped[str]
    asked_by_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    blocked_by_id: Mapped[int | None]
    blocked_at: Mapped[datetime | None]
    """Empty while it is only asked for."""
