"""Where long waits go, who knows the customer, and when the forgotten come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    for name, default in (
        ("overflow_after_minutes", "10"),
        ("sticky_hours", "0"),
        ("return_after_minutes", "0"),
    ):
        op.add_column(
            "services", sa.Column(name, sa.Integer(), nullable=False, server_default=default)
        )
    op.add_column("services", sa.Column("overflow_to_id", sa.Integer(), nullable=True))
    op.add_column(
        "services",
        sa.Column("returns_parked", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.add_column(
        "conversations", sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True)
    )
    for name in ("came_from_id", "known_to_id"):
        op.add_column("conversations", sa.Column(name, sa.Integer(), nullable=True))
