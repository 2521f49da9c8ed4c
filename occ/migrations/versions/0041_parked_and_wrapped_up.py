"""Conversations put aside, outcomes, wrap-up, and what a service says of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("outcome_id", sa.Integer(), nullable=True))
    op.add_column(
        "conversations", sa.Column("parked_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "interactions", sa.Column("wrap_ends_at", sa.DateTime(timezone=True), nullable=True)
    )
    for name, table, column, where in (
        ("ix_conversations_parked", "conversations", "parked_until", "state = 'parked'"),
        ("ix_interactions_wraps", "interactions", "wrap_ends_at", "state = 'wrapping'"),
    ):
        fits = sa.text(where)
        op.create_index(name, table, [column], sqlite_where=fits, postgresql_where=fits)
    for name, default in (
        ("park_after_hours", "24"),
        ("wrap_up_seconds", "0"),
        ("forgotten_after_minutes", "5"),
        ("alert_after_minutes", "15"),
    ):
        op.add_column(
            "services", sa.Column(name, sa.Integer(), nullable=False, server_default=default)
        )
    op.add_column(
        "services",
        sa.Column("asks_outcome", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
