"""Attempts: what they took of the account at the provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("attempts", sa.Column("points", sa.BigInteger(), nullable=True))
