"""How long a service keeps what was said, and lines of the journal by their time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.add_column(
        "services",
        sa.Column("retain_months", sa.Integer(), nullable=False, server_default="0"),
    )
    fits = sa.text("state = 'closed' AND emptied_at IS NULL")
    op.create_index(
        "ix_conversations_kept",
        "conversations",
        ["service_id", "closed_at"],
        sqlite_where=fits,
        postgresql_where=fits,
    )
    op.create_index("ix_journal_at", "journal", ["at"])
