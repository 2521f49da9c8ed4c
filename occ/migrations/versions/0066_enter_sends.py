"""Whether Enter sends what one writes, or begins a new line: each user's own choice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"


def upgrade() -> None:
    op.add_column(
        "users",
        sa.Column("enter_sends", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
