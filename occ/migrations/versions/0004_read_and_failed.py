"""How far an agent has read, and a conversation's texts that did not arrive found quickly."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
FAILED = "(hand_over IN ('refused', 'unknown') OR delivery = 'undelivered')"


def upgrade() -> None:
    op.add_column("interactions", sa.Column("read_until", sa.Integer(), nullable=True))
    op.create_index(
        "ix_messages_failed",
        "messages",
        ["conversation_id"],
        sqlite_where=sa.text(FAILED),
        postgresql_where=sa.text(FAILED),
    )
