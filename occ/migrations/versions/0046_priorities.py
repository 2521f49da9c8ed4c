"""Before whom a contact and a service are served, and what a place in a queue is counted from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    for table in ("contacts", "services"):
        op.add_column(
            table, sa.Column("priority", sa.Integer(), nullable=False, server_default="0")
        )
    op.add_column(
        "conversations",
        sa.Column(
            "stands_since",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.text("'1970-01-01 00:00:00'"),
        ),
    )
    op.execute("UPDATE conversations SET stands_since = waiting_since")
    op.drop_index("ix_conversations_queue", "conversations")
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "ix_conversations_queue",
        "conversations",
        ["service_id", "queue_rank", "stands_since", "id"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
