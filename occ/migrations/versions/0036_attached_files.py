"""Files that agents attach, and the links by which the provider has them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("cards", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_uploads_user_id_users"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_uploads_conversation_id_conversations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        sa.UniqueConstraint("key", name="uq_uploads_key"),
    )
    op.create_index("ix_uploads_of_user", "uploads", ["user_id", "conversation_id"])
    op.create_index("ix_uploads_at", "uploads", ["at"])
    op.add_column("media", sa.Column("link", sa.String(), nullable=True))
    op.add_column("media", sa.Column("link_ends_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("one_file_per_link", "media", ["link"], unique=True)
