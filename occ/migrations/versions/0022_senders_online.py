"""What the provider said last of the sender of each of our numbers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    with op.batch_alter_table("own_numbers") as own_numbers:
        own_numbers.add_column(
            sa.Column("offline_since", sa.DateTime(timezone=True), nullable=True)
        )
        own_numbers.add_column(sa.Column("offline_why", sa.String(), nullable=True))
        own_numbers.add_column(sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
