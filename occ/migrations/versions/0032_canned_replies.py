"""Texts that are written once and sent often."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("shortcut", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_canned_replies_owner_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_canned_replies_service_id_services")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        sa.UniqueConstraint("key", name=op.f("uq_canned_replies_key")),
    )
    for name, columns, where in (
        ("one_own_shortcut", ["owner_id", "shortcut"], "owner_id > 0"),
        ("one_shortcut_of_service", ["service_id", "shortcut"], "service_id > 0"),
        ("one_shortcut_of_all", ["shortcut"], "owner_id IS NULL AND service_id IS NULL"),
    ):
        op.create_index(
            name,
            "canned_replies",
            columns,
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
