"""What Twilio lists and what is here, counted by number and day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "day_counts",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counted_at", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("ours", sa.Integer(), nullable=False),
        sa.Column("is_cut", sa.Boolean(), nullable=False),
        sa.Column("fetch_asked_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("number", "day", name=op.f("pk_day_counts")),
    )
