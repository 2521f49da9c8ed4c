"""Programs that sign in by token, and the calls they may repeat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    # SQLite copies the table for a new CHECK, and reflection tells none of those that stand.
    checks = (
        sa.CheckConstraint('chat OR NOT whatsapp', name=op.f('ck_users_whatsapp_needs_chat')),
        sa.CheckConstraint('max_interactions BETWEEN 1 AND 50', name=op.f('ck_users_max_interactions')),
        sa.CheckConstraint('seats_taken >= 0', name=op.f('ck_users_seats_taken')),
    )
    with op.batch_alter_table('users', table_args=checks) as batch_op:
        batch_op.alter_column('email', existing_type=sa.String(), nullable=True)
        batch_op.create_check_constraint(op.f('ck_users_email_of_people'), "(email IS NULL) = (role = 'program')")
        batch_op.create_check_constraint(op.f('ck_users_program'), "role != 'program' OR (password_hash IS NULL AND NOT chat)")
    op.create_table('tokens',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('ends_in', sa.String(), nullable=False),
    sa.Column('scopes', sa.JSON(), nullable=False),
    sa.Column('services', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('window_ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('window_calls', sa.Integer(), nullable=False),
    sa.CheckConstraint('window_calls >= 0', name=op.f('ck_tokens_window_calls')),
    sa.ForeignKeyConstraint(['created_by_id'], ['users.id'], name=op.f('fk_tokens_created_by_id_users')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_tokens_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tokens')),
    sa.UniqueConstraint('digest', name=op.f('uq_tokens_digest')),
    sa.UniqueConstraint('key', name=op.f('uq_tokens_key'))
    )
    with op.batch_alter_table('tokens', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tokens_user_id'), ['user_id'], unique=False)
    op.create_table('calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_calls_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calls')),
    sa.UniqueConstraint('user_id', 'key', name=op.f('uq_calls_user_id_key')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calls_at'), ['at'], unique=False)
