"""A service says whether its agents take from its queue themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"


def upgrade() -> None:
    op.add_column(
        "services",
        sa.Column("agents_take", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
