"""All shares of one conversation are read with its messages."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_index("ix_interactions_of_conversation", "interactions", ["conversation_id"])
