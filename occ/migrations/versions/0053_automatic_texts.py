"""What a service says by itself, and how customers rate it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.add_column("services", sa.Column("texts", sa.JSON(), nullable=False, server_default="{}"))
    for name in ("rating_asked_at", "rated_at"):
        column = sa.Column(name, sa.DateTime(timezone=True), nullable=True)
        op.add_column("conversations", column)
    op.add_column("conversations", sa.Column("rating", sa.Integer(), nullable=True))
    fits = sa.text("rating IS NOT NULL")
    op.create_index(
        "ix_conversations_rated",
        "conversations",
        ["rated_at"],
        sqlite_where=fits,
        postgresql_where=fits,
    )
    op.create_table(
        "automatic_texts",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_automatic_texts_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("conversation_id", "kind", name=op.f("pk_automatic_texts")),
    )
