"""Who closed a conversation: they can undo it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("closed_by_id", sa.Integer(), nullable=True))
