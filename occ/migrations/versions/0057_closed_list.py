"""The list of closed conversations goes by when they were closed; an undone closing parks again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("aside_for_id", sa.Integer()))
    op.add_column("conversations", sa.Column("aside_until", sa.DateTime(timezone=True)))
    op.drop_index("ix_conversations_closed_at", "conversations")
    op.create_index("ix_conversations_closed", "conversations", ["closed_at", "id"])
