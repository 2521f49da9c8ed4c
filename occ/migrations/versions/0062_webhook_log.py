"""Raw webhooks are listed by kind, by whom they speak of, and by what was posted again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"


def upgrade() -> None:
    op.add_column(
        "webhooks", sa.Column("repeats", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index("ix_webhooks_kind", "webhooks", ["kind", "id"])
    op.create_index("ix_webhooks_address", "webhooks", ["address", "id"])
    fits = sa.text("repeats > 0")
    op.create_index(
        "ix_webhooks_repeated", "webhooks", ["id"], sqlite_where=fits, postgresql_where=fits
    )
