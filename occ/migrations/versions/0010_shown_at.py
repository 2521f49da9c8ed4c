"""When an offer first stood on its agent's screen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("interactions", sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))

