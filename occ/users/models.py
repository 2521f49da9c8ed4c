"""Users, their proofs of life and their one-time links."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, true
from sqlalchemy.orm import Mapped, mapped_column

from occ.core.types import Base, only_where

MAX_INTERACTIONS = range(1, 51)
OFFER_TIMES = range(1, 4)


READY = (
    "connected AND whatsapp AND disabled_at IS NULL AND presence = 'available' "
    "AND seats_taken < max_interactions"
)
"""As the index has it: SQLite takes a partial index only where a statement says the same."""


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    PROGRAM = "program"
    """Signs in by token alone: it has no console, no seat, and is never offered work (D1)."""


PEOPLE = (Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR)


class Presence(StrEnum):
    AVAILABLE = "available"
    AWAY = "away"
    OFFLINE = "offline"


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class User(Base):
    """Who signs in, with the agent profile: which channels, and how many seats.

    A person signs in by e-mail and password, a program by a token (users/tokens.py).

    Presence is the person's choice and no socket changes it; whether they can be reached is a
    live lease. `seats_taken` counts interactions offered or active; only routing/seats.py
    changes it.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("max_interactions BETWEEN 1 AND 50", name="max_interactions"),
        CheckConstraint("seats_taken >= 0", name="seats_taken"),
        # WhatsApp is a kind of chat: it needs Chat (A3).
        CheckConstraint("chat OR NOT whatsapp", name="whatsapp_needs_chat"),
        # Nothing that a person signs in with opens a program, and no work reaches one.
        CheckConstraint("(email IS NULL) = (role = 'program')", name="email_of_people"),
        CheckConstraint(
            "role != 'program' OR (password_hash IS NULL AND NOT chat)", name="program"
        ),
        # Who is next for a conversation, found without looking at everybody who works here.
        Index(
            "ix_users_ready", "seats_taken", "max_interactions", "idle_since", **only_where(READY)
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    """A person's; a program has none."""
    role: Mapped[Role] = mapped_column(default=Role.AGENT)
    language: Mapped[str] = mapped_column(default="en")
    single_keys: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether single letters are keys of the console, outside text fields."""
    enter_sends: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether Enter sends and Shift Enter begins a new line, or the other way round."""
    notice_words: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether notices of the system's own show what a customer wrote, beside name and service."""
    theme: Mapped[Theme] = mapped_column(default=Theme.SYSTEM, server_default="system")
    dense: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether lists and tables stand closer together."""
    offer_times: Mapped[int] = mapped_column(default=1, server_default="1")
    """How many times as long as others the user has to accept an offer."""
    password_hash: Mapped[str | None]
    epoch: Mapped[int] = mapped_column(default=1)
    """Counted up to sign out every session of the user's."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    chat: Mapped[bool] = mapped_column(default=False)
    whatsapp: Mapped[bool] = mapped_column(default=False)
    max_interactions: Mapped[int] = mapped_column(default=3)
    auto_accept: Mapped[bool] = mapped_column(default=False)

    presence: Mapped[Presence] = mapped_column(default=Presence.AVAILABLE)
    presence_since: Mapped[datetime | None]
    """Empty until it is first changed."""
    away_because: Mapped[str | None]
    """`missed_offers`, or `supervisor`, who set it; empty where the user chose."""
    missed_in_row: Mapped[int] = mapped_column(default=0)
    seats_taken: Mapped[int] = mapped_column(default=0)
    idle_since: Mapped[datetime | None]
    """When an offer last reached the user or a seat of theirs was freed; empty before the first."""
    connected: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether there was a lease when one was last looked for: true while one lives, and a while
    after. It only narrows a search; a live lease decides."""
    grace_ends_at: Mapped[datetime | None] = mapped_column(index=True)
    """Set when the last connection is lost: then the user's work returns to the queue."""


class BrowserSession(Base):
    """One browser in which a user is signed in; only a digest of its token is kept.

    It ends when the browser signs out, and with all others of the user's when the password is
    changed or the user disabled.
    """

    __tablename__ = "browser_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    browser: Mapped[str]
    """What the browser calls itself."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Lease(Base):
    """One connection's proof of life."""

    __tablename__ = "leases"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    connection: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[int | None]
    """The browser's; with it the connection ends."""
    expires_at: Mapped[datetime] = mapped_column(index=True)


class OneTimeLink(Base):
    """A link that opens the page where a new password is chosen; only its digest is kept."""

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    usable: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False until the message that carries it was accepted (B3)."""


class SignInTries(Base):
    """How often a sign-in failed for one e-mail or from one network address, in one window."""

    __tablename__ = "sign_in_tries"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_ends_at: Mapped[datetime]
    count: Mapped[int]
