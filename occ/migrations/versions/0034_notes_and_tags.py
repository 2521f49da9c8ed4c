"""Notes to colleagues, with drafts of their own, and tags."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_notes_author_id_users")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_notes_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("author_id", "client_id", name=op.f("uq_notes_author_id_client_id")),
        sa.UniqueConstraint("key", name=op.f("uq_notes_key")),
    )
    op.create_index(op.f("ix_notes_conversation_id"), "notes", ["conversation_id"])
    op.create_table(
        "labels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
        sa.UniqueConstraint("key", name=op.f("uq_labels_key")),
    )
    live = sa.text("removed_at IS NULL")
    op.create_index(
        "one_live_label_per_name",
        "labels",
        ["kind", "name"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_table(
        "taggings",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_taggings_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["label_id"], ["labels.id"], name=op.f("fk_taggings_label_id_labels")
        ),
        sa.PrimaryKeyConstraint("conversation_id", "label_id", name=op.f("pk_taggings")),
    )
    op.create_index(op.f("ix_taggings_label_id"), "taggings", ["label_id"])
    _give_notes_drafts_of_their_own()


def _give_notes_drafts_of_their_own() -> None:
    """The key has one column more: SQLite changes none, so the table is made anew."""
    old = sa.table(
        "drafts",
        sa.column("conversation_id"),
        sa.column("user_id"),
        sa.column("body"),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    rows = op.get_bind().execute(sa.select(old)).mappings().all()
    op.drop_table("drafts")
    new = op.create_table(
        "drafts",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_drafts_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_drafts_user_id_users")),
        sa.PrimaryKeyConstraint("conversation_id", "user_id", "note", name=op.f("pk_drafts")),
    )
    if rows:
        op.get_bind().execute(new.insert(), [{**row, "note": False} for row in rows])
