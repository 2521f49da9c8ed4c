"""Whether single letters are keys of the console: each user's own choice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"


def upgrade() -> None:
    op.add_column(
        "users",
        sa.Column("single_keys", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
