"""When a customer was last told that somebody writes to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    moment = sa.Column("typing_told_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("conversations", moment)
