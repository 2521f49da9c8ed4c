"""One process reads a campaign's list of numbers; a failure can be taken back in its hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    until = sa.Column("read_until", sa.DateTime(timezone=True), nullable=True)
    op.add_column("campaign_runs", until)
    op.add_column("campaign_recipients", sa.Column("failed_quarter", sa.Integer(), nullable=True))
