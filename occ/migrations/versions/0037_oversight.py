"""What the live view and the reports read: first times, presence, who was passed over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    for column in ("first_accepted_at", "first_answered_at"):
        op.add_column("conversations", sa.Column(column, moment, nullable=True))
    op.create_index("ix_conversations_opened_at", "conversations", ["opened_at"])
    op.add_column("interactions", sa.Column("candidates", sa.JSON(), nullable=True))
    ended = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "ix_interactions_ended",
        "interactions",
        ["ended_at"],
        sqlite_where=ended,
        postgresql_where=ended,
    )
    op.add_column("users", sa.Column("presence_since", moment, nullable=True))
