"""Contractors, tags, and the words that people are found by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

IN_BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _words(table: str, owner: str, owners: str) -> None:
    op.create_table(
        table,
        sa.Column("word", IN_BYTES, nullable=False),
        sa.Column(owner, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([owner], [f"{owners}.id"], name=op.f(f"fk_{table}_{owner}_{owners}")),
        sa.PrimaryKeyConstraint("word", owner, name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{table}_{owner}", table, [owner])


def upgrade() -> None:
    op.create_table(
        "contractors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractors")),
        sa.UniqueConstraint("code", name=op.f("uq_contractors_code")),
        sa.UniqueConstraint("key", name=op.f("uq_contractors_key")),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("name", name=op.f("uq_tags_name")),
    )
    with op.batch_alter_table("contacts") as contacts:
        contacts.add_column(sa.Column("contractor_id", sa.Integer(), nullable=True))
        contacts.add_column(sa.Column("language", sa.String(), nullable=True))
        contacts.add_column(sa.Column("note", sa.String(), nullable=True))
        contacts.create_foreign_key(
            op.f("fk_contacts_contractor_id_contractors"), "contractors", ["contractor_id"], ["id"]
        )
    op.execute("UPDATE contacts SET note = ''")
    with op.batch_alter_table("contacts") as contacts:
        contacts.alter_column("note", nullable=False)
    op.create_index("ix_contacts_contractor", "contacts", ["contractor_id", "id"])
    op.create_index("ix_contacts_language", "contacts", ["language", "id"])
    op.create_table(
        "contact_tags",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contact_tags_contact_id_contacts")),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_contact_tags_tag_id_tags")),
        sa.PrimaryKeyConstraint("tag_id", "contact_id", name=op.f("pk_contact_tags")),
    )
    op.create_index("ix_contact_tags_contact_id", "contact_tags", ["contact_id"])
    _words("contact_words", "contact_id", "contacts")
    _words("contractor_words", "contractor_id", "contractors")
