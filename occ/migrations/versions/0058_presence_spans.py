"""How long somebody was available, away, offline or cut off, and with how many seats."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    op.create_table(
        "presence_spans",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_presence_spans_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", "from_at", name=op.f("pk_presence_spans")),
    )
    goes_on = sa.text("to_at IS NULL")
    op.create_index(
        "one_open_presence_span",
        "presence_spans",
        ["user_id"],
        unique=True,
        sqlite_where=goes_on,
        postgresql_where=goes_on,
    )
    op.create_index(op.f("ix_presence_spans_from_at"), "presence_spans", ["from_at"])
    # Nobody is connected while this runs: whoever comes back begins a span.
    op.execute(sa.text("UPDATE users SET connected = false WHERE connected"))
