"""Runs: to how many a second person agreed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column(
        "campaign_runs", sa.Column("agreed", sa.Integer(), nullable=False, server_default="0")
    )
