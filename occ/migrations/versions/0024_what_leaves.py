"""All that leaves stands among the messages: why it leaves, by whom, and who pays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

WAITING = sa.text("hand_over = 'waiting'")
FILLED = (
    ("purpose", sa.String(32), "reply"),
    ("provider", sa.String(), "twilio"),
    ("rank", sa.Integer(), "0"),
    ("paid_by", sa.String(32), "nobody"),
    ("parts", sa.Integer(), "1"),
    ("hold", sa.Integer(), "0"),
)
EMPTY = (
    ("template", sa.JSON()),
    ("sealed", sa.String()),
    ("country", sa.String()),
    ("wallet_id", sa.Integer()),
    ("batch_id", sa.Integer()),
    ("parts_billed", sa.Integer()),
    ("price", sa.BigInteger()),
    ("cause", sa.String()),
)


def upgrade() -> None:
    with op.batch_alter_table(
        "messages", table_kwargs={"sqlite_autoincrement": True}
    ) as messages:
        for name, kind, value in FILLED:
            messages.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        for name, empty in EMPTY:
            messages.add_column(sa.Column(name, empty, nullable=True))
        messages.alter_column("conversation_id", existing_type=sa.Integer(), nullable=True)
        messages.create_check_constraint(
            op.f("ck_messages_conversation"),
            "conversation_id IS NOT NULL"
            " OR (direction = 'out' AND purpose NOT IN ('reply', 'greeting'))",
        )
        messages.create_check_constraint(op.f("ck_messages_parts"), "parts >= 1")
        for name, table in (("wallet_id", "wallets"), ("batch_id", "batches")):
            messages.create_foreign_key(
                op.f(f"fk_messages_{name}_{table}"), table, [name], ["id"]
            )
        messages.drop_index("ix_messages_outbox")
        messages.create_index(
            "ix_messages_outbox",
            ["rank", "due_at", "id"],
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        )
        messages.create_index(
            "ix_messages_batch",
            ["batch_id"],
            sqlite_where=sa.text("batch_id IS NOT NULL"),
            postgresql_where=sa.text("batch_id IS NOT NULL"),
        )
    with op.batch_alter_table("messages", table_kwargs={"sqlite_autoincrement": True}) as messages:
        for name, _, _ in FILLED:
            messages.alter_column(name, server_default=None)
    with op.batch_alter_table("batches", table_kwargs={"sqlite_autoincrement": True}) as batches:
        batches.add_column(
            sa.Column("reserved", sa.Integer(), nullable=False, server_default="0")
        )
        batches.drop_constraint(op.f("ck_batches_used"), type_="check")
        batches.create_check_constraint(
            op.f("ck_batches_used"), "used >= 0 AND reserved >= 0 AND used + reserved <= messages"
        )
    with op.batch_alter_table("batches", table_kwargs={"sqlite_autoincrement": True}) as batches:
        batches.alter_column("reserved", server_default=None)
