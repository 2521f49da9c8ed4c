"""Since when a number is ours, kept while it is switched off and on and moves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "own_numbers",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("live_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_own_numbers")),
    )
    op.execute(
        "INSERT INTO own_numbers (number, live_since)"
        " SELECT whatsapp_number, live_since FROM services"
        " WHERE archived_at IS NULL AND whatsapp_number IS NOT NULL AND live_since IS NOT NULL"
    )
    with op.batch_alter_table("services") as services:
        services.drop_column("live_since")
