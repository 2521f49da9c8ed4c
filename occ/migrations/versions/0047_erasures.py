"""People who are erased, and conversations that are emptied."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"

KNOWN = "phone IS NOT NULL OR bsuid IS NOT NULL OR merged_into_id IS NOT NULL"
# Of the consents of an erased number the words go: nothing else of a consent ever changes.
SAME = " AND ".join(
    f"NEW.{name} IS OLD.{name}"
    for name in ("id", "number_id", "channel", "purpose", "granted", "at", "how", "actor_id", "recorded_at")
)
ERASED = (
    f"(NEW.words = '' AND {SAME} AND EXISTS"
    " (SELECT 1 FROM phone_numbers WHERE id = OLD.number_id AND phone IS NULL))"
)
SQLITE = (
    f"CREATE TRIGGER consents_changed BEFORE UPDATE ON consents WHEN NOT {ERASED}"
    " BEGIN SELECT RAISE(ABORT, 'consents: never changed'); END"
)
FUNCTION = (
    "CREATE FUNCTION refuse_consent_change() RETURNS trigger AS $$ BEGIN"
    f" IF NOT {ERASED.replace(' IS OLD.', ' IS NOT DISTINCT FROM OLD.')} THEN"
    " RAISE EXCEPTION '%: never changed', TG_TABLE_NAME; END IF;"
    " RETURN NEW; END $$ LANGUAGE plpgsql"
)
POSTGRES = (
    "CREATE TRIGGER consents_changed BEFORE UPDATE ON consents"
    " FOR EACH ROW EXECUTE FUNCTION refuse_consent_change()"
)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("contacts", sa.Column("erased_at", moment, nullable=True))
    op.add_column("conversations", sa.Column("emptied_at", moment, nullable=True))
    with op.batch_alter_table("addresses") as addresses:
        addresses.add_column(sa.Column("erased_at", moment, nullable=True))
        addresses.drop_constraint(op.f("ck_addresses_identity"), type_="check")
        addresses.create_check_constraint(
            op.f("ck_addresses_identity"), f"{KNOWN} OR erased_at IS NOT NULL"
        )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("theirs", sa.JSON(), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("done_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_erasures_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_erasures_contact_id_contacts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_erasures_contact_id")),
        sa.UniqueConstraint("key", name=op.f("uq_erasures_key")),
    )
    fits = sa.text("done_at IS NULL")
    op.create_index(
        "ix_erasures_due", "erasures", ["due_at"], sqlite_where=fits, postgresql_where=fits
    )
    op.create_table(
        "erased_numbers",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_erased_numbers")),
    )
    fits = sa.text("state = 'erased' AND file != ''")
    op.create_index(
        "ix_media_erased", "media", ["due_at"], sqlite_where=fits, postgresql_where=fits
    )
    op.execute("DROP TRIGGER consents_changed" + ("" if _sqlite() else " ON consents"))
    if _sqlite():
        op.execute(SQLITE)
    else:
        op.execute(FUNCTION)
        op.execute(POSTGRES)


def _sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")
