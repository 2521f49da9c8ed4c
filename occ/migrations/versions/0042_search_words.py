"""Words by which conversations are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

IN_BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "conversation_words",
        sa.Column("word", IN_BYTES, nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_words_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("word", "conversation_id", name=op.f("pk_conversation_words")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_conversation_words_conversation_id"), "conversation_words", ["conversation_id"]
    )
    op.create_table(
        "search_marks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_marks")),
    )
