"""Wallets, their ledger, what is set aside, and the plans that fill them.

The database itself keeps the ledger: a later step that copies one of these tables, as batch
steps on SQLite do, must make its triggers again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


LAWFUL = """
    ((OLD.state = 'held' AND NEW.state IN ('captured', 'released'))
        OR (OLD.state = 'captured' AND NEW.state = 'refunded'))
    AND NEW.id = OLD.id AND NEW.key = OLD.key AND NEW.wallet_id = OLD.wallet_id
    AND NEW.parts = OLD.parts AND NEW.price = OLD.price AND NEW.amount = OLD.amount
    AND NEW.counted_on = OLD.counted_on AND NEW.held_at = OLD.held_at
"""
OTHERS = "NEW.id <> OLD.id OR NEW.user_id <> OLD.user_id"
# INSERT OR REPLACE deletes without asking a trigger that guards deletes.
REPLACED = "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR key = NEW.key)"
SQLITE = "CREATE TRIGGER {table}_{name} BEFORE {what} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{table}: {words}'); END"
POSTGRESQL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0]; END $$
"""
ROW = "CREATE TRIGGER {table}_{name} BEFORE {what} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION refuse_change('{words}')"
EMPTIED = "CREATE TRIGGER {table}_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change('nothing is deleted')"
GUARDS = (
    ("ledger_entries", "changed", "UPDATE", "", "entries are never changed"),
    ("ledger_entries", "deleted", "DELETE", "", "nothing is deleted"),
    ("reservations", "changed", "UPDATE", f"WHEN (NOT ({LAWFUL}))", "it is settled once"),
    ("reservations", "deleted", "DELETE", "", "nothing is deleted"),
    ("wallets", "changed", "UPDATE", f"WHEN ({OTHERS})", "it stays its user's"),
    ("wallets", "deleted", "DELETE", "", "nothing is deleted"),
)


def guard() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(POSTGRESQL)
    for table, name, what, when, words in GUARDS:
        step = (SQLITE if is_sqlite else ROW).format(
            table=table, name=name, what=what, when=when, words=words.replace("'", "''")
        )
        op.execute(step)
    for table in ("ledger_entries", "reservations"):
        if is_sqlite:
            when = f"WHEN {REPLACED.format(table=table)}"
            op.execute(SQLITE.format(table=table, name="replaced", what="INSERT", when=when, words="nothing is replaced"))
        else:
            op.execute(EMPTIED.format(table=table))


def upgrade() -> None:
    op.create_table('wallets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('available', sa.BigInteger(), nullable=False),
    sa.Column('held', sa.BigInteger(), nullable=False),
    sa.Column('limit_day', sa.BigInteger(), nullable=True),
    sa.Column('limit_week', sa.BigInteger(), nullable=True),
    sa.Column('limit_month', sa.BigInteger(), nullable=True),
    sa.Column('counted_on', sa.Date(), nullable=False),
    sa.Column('used_day', sa.BigInteger(), nullable=False),
    sa.Column('used_week', sa.BigInteger(), nullable=False),
    sa.Column('used_month', sa.BigInteger(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(limit_day IS NULL OR limit_day >= 0) AND (limit_week IS NULL OR limit_week >= 0) AND (limit_month IS NULL OR limit_month >= 0)', name=op.f('ck_wallets_limits')),
    sa.CheckConstraint('available BETWEEN 0 AND 1000000000000000', name=op.f('ck_wallets_available')),
    sa.CheckConstraint('held BETWEEN 0 AND 1000000000000000', name=op.f('ck_wallets_held')),
    sa.CheckConstraint('used_day >= 0 AND used_week >= 0 AND used_month >= 0', name=op.f('ck_wallets_used')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_wallets_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wallets')),
    sa.UniqueConstraint('user_id', name=op.f('uq_wallets_user_id'))
    )
    op.create_table('replenishment_plans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('wallet_id', sa.Integer(), nullable=False),
    sa.Column('filling', sa.String(32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('every', sa.String(32), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('next_on', sa.Date(), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount BETWEEN 1 AND 1000000000000000', name=op.f('ck_replenishment_plans_amount')),
    sa.ForeignKeyConstraint(['wallet_id'], ['wallets.id'], name=op.f('fk_replenishment_plans_wallet_id_wallets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replenishment_plans')),
    sa.UniqueConstraint('wallet_id', name=op.f('uq_replenishment_plans_wallet_id'))
    )
    with op.batch_alter_table('replenishment_plans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_replenishment_plans_next_on'), ['next_on'], unique=False)

    op.create_table('reservations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('wallet_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('parts', sa.Integer(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('billed', sa.Integer(), nullable=False),
    sa.Column('spent', sa.BigInteger(), nullable=False),
    sa.Column('short', sa.BigInteger(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('counted_on', sa.Date(), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount >= 1 AND parts >= 1 AND price >= 1', name=op.f('ck_reservations_amount')),
    sa.CheckConstraint('spent >= 0 AND short >= 0 AND billed >= 0', name=op.f('ck_reservations_spent')),
    sa.ForeignKeyConstraint(['wallet_id'], ['wallets.id'], name=op.f('fk_reservations_wallet_id_wallets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reservations')),
    sa.UniqueConstraint('key', name=op.f('uq_reservations_key')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('reservations', schema=None) as batch_op:
        batch_op.create_index('ix_reservations_counted', ['wallet_id', 'counted_on'], unique=False)

    op.create_table('spendings',
    sa.Column('wallet_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('messages', sa.Integer(), nullable=False),
    sa.Column('parts', sa.Integer(), nullable=False),
    sa.Column('spent', sa.BigInteger(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('messages >= 0 AND parts >= 0 AND spent >= 0', name=op.f('ck_spendings_spent')),
    sa.ForeignKeyConstraint(['wallet_id'], ['wallets.id'], name=op.f('fk_spendings_wallet_id_wallets')),
    sa.PrimaryKeyConstraint('wallet_id', 'day', 'cause', name=op.f('pk_spendings'))
    )
    op.create_table('ledger_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('wallet_id', sa.Integer(), nullable=False),
    sa.Column('reservation_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('source', sa.String(32), nullable=False),
    sa.Column('destination', sa.String(32), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('available', sa.BigInteger(), nullable=False),
    sa.Column('held', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.CheckConstraint("(kind = 'added' AND source = 'issued' AND destination = 'available') OR (kind = 'taken' AND source = 'available' AND destination = 'issued') OR (kind = 'replenished' AND source = 'issued' AND destination = 'available') OR (kind = 'held' AND source = 'available' AND destination = 'held') OR (kind = 'captured' AND source = 'held' AND destination = 'spent') OR (kind = 'captured' AND source = 'available' AND destination = 'spent') OR (kind = 'released' AND source = 'held' AND destination = 'available') OR (kind = 'refunded' AND source = 'spent' AND destination = 'available')", name=op.f('ck_ledger_entries_accounts')),
    sa.CheckConstraint('amount BETWEEN 1 AND 1000000000000000', name=op.f('ck_ledger_entries_amount')),
    sa.CheckConstraint('available >= 0 AND held >= 0', name=op.f('ck_ledger_entries_balance')),
    sa.ForeignKeyConstraint(['actor_id'], ['users.id'], name=op.f('fk_ledger_entries_actor_id_users')),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservations.id'], name=op.f('fk_ledger_entries_reservation_id_reservations')),
    sa.ForeignKeyConstraint(['wallet_id'], ['wallets.id'], name=op.f('fk_ledger_entries_wallet_id_wallets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entries')),
    sa.UniqueConstraint('key', name=op.f('uq_ledger_entries_key')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_entries_reservation_id'), ['reservation_id'], unique=False)
        batch_op.create_index('ix_ledger_entries_wallet', ['wallet_id', 'id'], unique=False)
    guard()
