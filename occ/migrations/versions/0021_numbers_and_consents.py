"""Telephone numbers, consents that nobody can change, and the lists of whom not to write to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

SQLITE = "CREATE TRIGGER consents_{name} BEFORE {what} ON consents {when} BEGIN SELECT RAISE(ABORT, 'consents: {words}'); END"
ROW = "CREATE TRIGGER consents_{name} BEFORE {what} ON consents FOR EACH ROW EXECUTE FUNCTION refuse_change('{words}')"
EMPTIED = "CREATE TRIGGER consents_emptied BEFORE TRUNCATE ON consents EXECUTE FUNCTION refuse_change('nothing is deleted')"
# INSERT OR REPLACE deletes without asking a trigger that guards deletes.
REPLACED = "WHEN EXISTS (SELECT 1 FROM consents WHERE id = NEW.id)"


def guard() -> None:
    """A later step that copies the table, as batch steps on SQLite do, must make these again."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE.format(name="changed", what="UPDATE", when="", words="never changed"))
        op.execute(SQLITE.format(name="deleted", what="DELETE", when="", words="nothing is deleted"))
        op.execute(SQLITE.format(name="replaced", what="INSERT", when=REPLACED, words="nothing is replaced"))
    else:
        op.execute(ROW.format(name="changed", what="UPDATE", words="never changed"))
        op.execute(ROW.format(name="deleted", what="DELETE", words="nothing is deleted"))
        op.execute(EMPTIED)


def upgrade() -> None:
    op.create_table(
        "phone_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("sms_consent", sa.Boolean(), nullable=True),
        sa.Column("whatsapp_consent", sa.Boolean(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_phone_numbers_contact_id_contacts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_numbers")),
        sa.UniqueConstraint("key", name=op.f("uq_phone_numbers_key")),
        sa.UniqueConstraint("phone", name=op.f("uq_phone_numbers_phone")),
    )
    op.create_index("ix_phone_numbers_contact_id", "phone_numbers", ["contact_id"])
    op.create_index("ix_phone_numbers_country", "phone_numbers", ["country", "contact_id"])
    op.create_index("ix_phone_numbers_sms", "phone_numbers", ["sms_consent", "contact_id"])
    op.create_index(
        "ix_phone_numbers_whatsapp", "phone_numbers", ["whatsapp_consent", "contact_id"]
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(32), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_consents_actor_id_users")),
        sa.ForeignKeyConstraint(
            ["number_id"], ["phone_numbers.id"], name=op.f("fk_consents_number_id_phone_numbers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_consents_of_number", "consents", ["number_id", "channel", "purpose", "id"]
    )
    op.create_table(
        "do_not_write",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["users.id"], name=op.f("fk_do_not_write_added_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["users.id"], name=op.f("fk_do_not_write_lifted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["number_id"], ["phone_numbers.id"], name=op.f("fk_do_not_write_number_id_phone_numbers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_do_not_write")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_do_not_write_number_id", "do_not_write", ["number_id"])
    held = sa.text("lifted_at IS NULL")
    op.create_index(
        "one_hold_of_a_number",
        "do_not_write",
        ["number_id"],
        unique=True,
        sqlite_where=held,
        postgresql_where=held,
    )
    op.create_table(
        "operators_blacklist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["number_id"],
            ["phone_numbers.id"],
            name=op.f("fk_operators_blacklist_number_id_phone_numbers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operators_blacklist")),
        sa.UniqueConstraint(
            "number_id", "provider", name=op.f("uq_operators_blacklist_number_id_provider")
        ),
    )
    guard()
