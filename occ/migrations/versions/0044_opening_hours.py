"""When a service is open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.add_column("services", sa.Column("hours", sa.JSON(), nullable=True))
    op.add_column(
        "services", sa.Column("zone", sa.String(), nullable=False, server_default="")
    )
    op.add_column(
        "services",
        sa.Column("offers_when_shut", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
