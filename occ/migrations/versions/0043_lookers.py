"""Who has which conversation on the screen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.create_table(
        "lookers",
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("doing", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_lookers_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_lookers_user_id_users")),
        sa.PrimaryKeyConstraint("connection", name=op.f("pk_lookers")),
    )
    op.create_index(op.f("ix_lookers_conversation_id"), "lookers", ["conversation_id"])
