"""Users choose how pages look, and whether they have more time to accept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"


def upgrade() -> None:
    for column in (
        sa.Column("theme", sa.String(length=32), nullable=False, server_default="system"),
        sa.Column("dense", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("offer_times", sa.Integer(), nullable=False, server_default="1"),
    ):
        op.add_column("users", column)
