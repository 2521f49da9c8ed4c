"""A campaign may go slower than its sender."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("rate", sa.Integer(), nullable=True))
    op.add_column("campaigns", sa.Column("rate_per", sa.String(length=32), nullable=True))
