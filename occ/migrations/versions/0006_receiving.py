"""How what comes in is read from the provider's lists."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "fetches",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deep_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fetches")),
    )
    with op.batch_alter_table("services") as services:
        services.add_column(sa.Column("live_since", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("messages") as messages:
        messages.add_column(sa.Column("written_at", sa.DateTime(timezone=True), nullable=True))
        messages.add_column(sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
        messages.create_index(
            "ix_messages_looks",
            ["look_at"],
            sqlite_where=sa.text("look_at IS NOT NULL"),
            postgresql_where=sa.text("look_at IS NOT NULL"),
        )
    _go_live()


def _go_live() -> None:
    """Numbers that lead to a service already do so from now on: nothing older is fetched."""
    services = sa.table(
        "services",
        sa.column("live_since", sa.DateTime(timezone=True)),
        sa.column("chat", sa.Boolean()),
        sa.column("whatsapp", sa.Boolean()),
        sa.column("archived_at"),
    )
    op.execute(
        services.update()
        .where(services.c.chat, services.c.whatsapp, services.c.archived_at.is_(None))
        .values(live_since=datetime.now(UTC))
    )
