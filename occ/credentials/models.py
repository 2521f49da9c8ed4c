"""Accounts handed out, the messages that carried them, and the templates that serve them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base, only_where


class Way(StrEnum):
    """How credentials arrive."""

    SCREEN = "screen"
    SMS = "sms"
    WHATSAPP = "whatsapp"


class What(StrEnum):
    """What opens the account, once."""

    LINK = "link"
    CODE = "code"


class State(StrEnum):
    CHOOSING = "choosing"
    """The person has yet to say how it shall arrive."""
    WAITING = "waiting"
    """Chosen, and it can't leave now; `reason` says why."""
    SENDING = "sending"
    """A message carries it."""
    USABLE = "usable"
    """It was accepted, or shown on screen."""
    FAILED = "failed"
    """It did not arrive, or nobody knows; the person may choose again."""
    ENDED = "ended"
    """Its time was over, a newer one took its place, or somebody cancelled it."""


CHOOSABLE = (State.CHOOSING, State.WAITING, State.FAILED)
"""Where a way may be chosen, for the first time or anew: nothing is under way."""
OPEN = (*CHOOSABLE, State.SENDING)


class Account(Base):
    """A login handed out to a person, who chooses how its credentials arrive (B3).

    One of OCC's own users, where `user_id` is set: then the one-time link is made when it leaves.
    Otherwise one of another system, which gave the link or code: it is kept sealed until it has
    arrived or its time is over.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        # A form that is sent twice hands out one account.
        UniqueConstraint("starter_id", "client_id"),
        Index("ix_accounts_waiting", "id", **only_where("state = 'waiting'")),
        Index("ix_accounts_ending", "ends_at", **only_where("ends_at IS NOT NULL")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    starter_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    system: Mapped[str]
    """What the login is for, as the person knows it."""
    name: Mapped[str]
    phone: Mapped[str | None]
    language: Mapped[str]
    what: Mapped[What]
    ways: Mapped[list[str]]
    """Those that may be chosen at all."""
    sealed: Mapped[str | None]
    """The link or code with the caller's variables, until it is purged."""
    way: Mapped[Way | None]
    chosen_at: Mapped[datetime | None]
    state: Mapped[State] = mapped_column(default=State.CHOOSING)
    reason: Mapped[dict[str, Any] | None]
    reason_code: Mapped[str | None]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    """The newest that carried it."""
    link_id: Mapped[int | None] = mapped_column(ForeignKey("one_time_links.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    """When there is something to end or to purge; None: nothing is left of it."""
    usable_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class Carriage(Base):
    """One message that carried an account's credentials: whose it is, though it was not the last.

    The message itself keeps its words with the secret cut out.
    """

    __tablename__ = "carriages"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)


class ServingTemplate(Base):
    """Which template carries links, or codes, to people of a language.

    `sources` says for each of its variables what stands there.
    """

    __tablename__ = "serving_templates"

    what: Mapped[What] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    sid: Mapped[str]
    sources: Mapped[dict[str, Any]]
