"""Raw webhooks, messages, attempts and halted senders."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from occ.billing.payer import By, Purpose
from occ.core.types import Base, only_where
from occ.messaging.ports import Delivery, Kind

LATE = timedelta(minutes=5)


class WebhookState(StrEnum):
    NEW = "new"
    DONE = "done"
    DEAD = "dead"


class Webhook(Base):
    """What a provider posted to us, as it came, stored before it was answered.

    `address` is whom it speaks of: what one address sent is handled oldest first. `dedupe` is
    the provider's id of a message, so that a repeated delivery stores nothing.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        Index("ix_webhooks_pending", "address", "id", **only_where("state = 'new'")),
        Index("ix_webhooks_dead", "id", **only_where("state = 'dead'")),
        Index("ix_webhooks_kind", "kind", "id"),
        Index("ix_webhooks_address", "address", "id"),
        Index("ix_webhooks_repeated", "id", **only_where("repeats > 0")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str]
    kind: Mapped[str]
    address: Mapped[str]
    dedupe: Mapped[str | None] = mapped_column(unique=True)
    form: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    state: Mapped[WebhookState] = mapped_column(default=WebhookState.NEW)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    error: Mapped[str | None]
    repeats: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """How often the provider posted the same message again: nothing was done twice."""

    @property
    def is_emptied(self) -> bool:
        return not self.address and not self.form


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class HandOver(StrEnum):
    """Whether the provider has a message of ours. `CALLING`: an attempt runs or is resolved."""

    WAITING = "waiting"
    CALLING = "calling"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


FAILED = text("(hand_over IN ('refused', 'unknown') OR delivery = 'undelivered')")
"""Texts that may not have arrived; in these very words, by which SQLite finds their index."""


class Message(Base):
    """One text in or out. The hand-over and delivery statuses are of messages out alone.

    What we write first belongs to no conversation until it is answered.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint(
            "conversation_id IS NOT NULL"
            " OR (direction = 'out' AND purpose NOT IN ('reply', 'greeting'))",
            name="conversation",
        ),
        CheckConstraint("parts >= 1", name="parts"),
        # A double click sends once: the author's own id of the text.
        UniqueConstraint("author_id", "client_id", "part"),
        Index("ix_messages_outbox", "rank", "due_at", "id", **only_where("hand_over = 'waiting'")),
        Index("ix_messages_unknown", "id", **only_where("hand_over = 'unknown'")),
        Index("ix_messages_conversation", "conversation_id", "id"),
        Index("ix_messages_written_first", "recipient", **only_where("conversation_id IS NULL")),
        Index("ix_messages_batch", "batch_id", **only_where("batch_id IS NOT NULL")),
        Index("ix_messages_failed", "conversation_id", **only_where(FAILED)),
        Index("ix_messages_looks", "look_at", **only_where("look_at IS NOT NULL")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))
    direction: Mapped[Direction]
    kind: Mapped[Kind] = mapped_column(default=Kind.TEXT)
    body: Mapped[str]
    line: Mapped[dict[str, Any] | None]
    """Words that say in one line what a message is whose kind is not text."""
    details: Mapped[dict[str, Any] | None]
    """What `messaging/details.py` tells of it: a place, a choice, what it answers."""
    at: Mapped[datetime]
    provider_sid: Mapped[str | None] = mapped_column(unique=True)
    webhook_id: Mapped[int | None] = mapped_column(ForeignKey("webhooks.id"))

    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[str | None]
    part: Mapped[int] = mapped_column(default=0)
    """A text longer than the provider takes is several messages: 0, 1, 2 …"""
    sender: Mapped[str]
    recipient: Mapped[str]
    hand_over: Mapped[HandOver | None]
    delivery: Mapped[Delivery | None]
    due_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    reason: Mapped[dict[str, Any] | None]
    reason_code: Mapped[str | None]

    purpose: Mapped[Purpose] = mapped_column(default=Purpose.REPLY)
    provider: Mapped[str] = mapped_column(default="twilio")
    rank: Mapped[int] = mapped_column(default=0)
    """The lowest leaves first: 0 replies and greetings, 1 credentials, 2 all else."""
    template: Mapped[dict[str, Any] | None]
    """`sid` and `variables` of the approved text that leaves in place of `body`."""
    sealed: Mapped[str | None]
    """What stands for `{secret}` in body and variables; gone once its fate is known."""
    country: Mapped[str | None]
    """Of the recipient's number, as in ISO 3166."""

    paid_by: Mapped[By] = mapped_column(default=By.NOBODY)
    wallet_id: Mapped[int | None] = mapped_column(ForeignKey("wallets.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    """The batch one unit of which is reserved for it, or used."""
    parts: Mapped[int] = mapped_column(default=1)
    """Into how many it will be cut, by our own count."""
    parts_billed: Mapped[int | None]
    price: Mapped[int | None] = mapped_column(BigInteger)
    """Milli-credits a part, while credit is held for it and once it is spent."""
    hold: Mapped[int] = mapped_column(default=0)
    """How often its credit was given back: the next time it is held by another key."""
    cause: Mapped[str | None]
    """What its credit is spent for, such as one run of a campaign."""

    written_at: Mapped[datetime | None]
    """When a customer wrote what was fetched from the provider's list; None: it came by itself."""
    look_at: Mapped[datetime | None]
    """When to ask what became of a message of ours; None: no longer."""

    @property
    def is_emptied(self) -> bool:
        """Only its place in the counts is left."""
        return not self.recipient

    @property
    def is_late(self) -> bool:
        """Written a good while before it came: nothing greets it any more."""
        return is_late(self.written_at, self.at)


def is_late(written_at: datetime | None, came_at: datetime) -> bool:
    return written_at is not None and came_at - written_at > LATE


class FileState(StrEnum):
    """`REFUSED` will not be taken however often it is fetched; `FAILED` was tried long enough.

    Of an `ERASED` one `file` is emptied once nothing is left on the disk.
    """

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"
    FAILED = "failed"
    ERASED = "erased"


ERASED_FILES = text("state = 'erased' AND file != ''")
"""In these very words, by which SQLite finds their index."""


class MediaFile(Base):
    """A file of a message, kept in OCC_HOME/media; what a customer sent is fetched first.

    `file` is its name there, chosen before it is fetched: a fetch that was cut short is
    overwritten by the next and leaves nothing behind. A row is shown once it is `READY`.
    """

    __tablename__ = "media"
    __table_args__ = (
        UniqueConstraint("message_id", "position"),
        Index("one_file_per_link", "link", unique=True),
        Index("ix_media_due", "due_at", **only_where("state = 'waiting'")),
        Index("ix_media_erased", "due_at", **only_where(ERASED_FILES)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    position: Mapped[int]
    url: Mapped[str]
    """The provider's: credentials open it, and it is never shown."""
    content_type: Mapped[str]
    """What it says it is; once it is here, what it is."""
    name: Mapped[str | None]
    size: Mapped[int | None]
    file: Mapped[str]
    cards: Mapped[list[Any] | None]
    """The people on a contact card."""
    state: Mapped[FileState] = mapped_column(default=FileState.WAITING)
    reason: Mapped[dict[str, Any] | None]
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    link: Mapped[str | None]
    """Digest of the token by which the provider may have a file that we send."""
    link_ends_at: Mapped[datetime | None]


class Upload(Base):
    """A file that somebody attached to what they are about to send.

    `file` is its name in OCC_HOME/media, which it keeps once it is sent.
    """

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_of_user", "user_id", "conversation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    file: Mapped[str]
    content_type: Mapped[str]
    """What it is."""
    name: Mapped[str | None]
    size: Mapped[int]
    cards: Mapped[list[Any] | None]
    at: Mapped[datetime] = mapped_column(index=True)
    dropped: Mapped[bool] = mapped_column(default=False)
    """Taken off again: the file goes, and then the row."""


class AttemptState(StrEnum):
    CALLING = "calling"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    LOST = "lost"
    UNKNOWN = "unknown"


class Attempt(Base):
    """One try to hand a message to its provider, committed before the call is made.

    `key` travels in the callback URL, so a report finds its message even when the answer to
    the call itself was lost or comes later.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_open", "resolve_at", **only_where("state IN ('calling', 'lost')")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    state: Mapped[AttemptState] = mapped_column(default=AttemptState.CALLING)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    resolve_at: Mapped[datetime]
    """When to ask the provider whether it has the message, if no answer is known by then."""
    looks: Mapped[int] = mapped_column(default=0)
    provider_sid: Mapped[str | None]
    points: Mapped[int | None] = mapped_column(BigInteger)
    """Millionths of the provider's own unit that it took; None where it does not tell."""
    error_code: Mapped[str | None]


class SenderHalt(Base):
    """A sender, or the whole account, that may not send: nothing leaves until it is mended."""

    __tablename__ = "sender_halts"

    sender: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    reason: Mapped[dict[str, Any]]
    since: Mapped[datetime]
