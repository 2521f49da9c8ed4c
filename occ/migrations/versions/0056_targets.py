"""What a service promises: so many percent of customers answered within so many seconds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    for name, default in (("target_percent", "0"), ("target_seconds", "60")):
        op.add_column(
            "services", sa.Column(name, sa.Integer(), nullable=False, server_default=default)
        )
