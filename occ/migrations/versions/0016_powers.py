"""Powers of users."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table('powers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['given_by'], ['users.id'], name=op.f('fk_powers_given_by_users')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_powers_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_powers')),
    sa.UniqueConstraint('key', name=op.f('uq_powers_key'))
    )
    with op.batch_alter_table('powers', schema=None) as batch_op:
        batch_op.create_index('one_power_of_a_kind', ['user_id', 'kind'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
