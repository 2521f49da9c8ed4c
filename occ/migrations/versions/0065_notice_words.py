"""Whether notices on one's screen show what a customer wrote: each user's own choice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"


def upgrade() -> None:
    op.add_column(
        "users",
        sa.Column("notice_words", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
