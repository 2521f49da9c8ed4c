"""From which page of a website a customer wrote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    op.create_table(
        "page_references",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("widget_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["widget_id"], ["widgets.id"], name=op.f("fk_page_references_widget_id_widgets")
        ),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_page_references")),
    )
    op.create_index(op.f("ix_page_references_made_at"), "page_references", ["made_at"])
    op.create_table(
        "conversation_pages",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_pages_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_conversation_pages")),
    )
