"""Campaigns: their texts, runs, recipients and figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table('sender_paces',
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('free_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('sender', name=op.f('pk_sender_paces'))
    )
    op.create_table('campaigns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('channel', sa.String(32), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(), nullable=True),
    sa.Column('sender', sa.String(), nullable=True),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content_version', sa.Integer(), nullable=False),
    sa.Column('run', sa.Integer(), nullable=False),
    sa.Column('begun', sa.Boolean(), nullable=False),
    sa.Column('count_to_send', sa.Integer(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('zone', sa.String(), nullable=True),
    sa.Column('quiet', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=True),
    sa.Column('reason_code', sa.String(), nullable=True),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_campaigns_asked_by_id_users')),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_campaigns_owner_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns')),
    sa.UniqueConstraint('key', name=op.f('uq_campaigns_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_campaigns_due', 'campaigns', ['state', 'due_at'], unique=False, sqlite_where=sa.text("state IN ('scheduled', 'running')"), postgresql_where=sa.text("state IN ('scheduled', 'running')"))
    op.create_index('ix_campaigns_listed', 'campaigns', ['archived_at', 'id'], unique=False)
    op.create_table('campaign_contents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('plain_letters', sa.Boolean(), nullable=False),
    sa.Column('template', sa.JSON(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_campaign_contents_campaign_id_campaigns')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_contents')),
    sa.UniqueConstraint('campaign_id', 'version', name=op.f('uq_campaign_contents_campaign_id_version'))
    )
    op.create_table('campaign_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=False),
    sa.Column('preparing', sa.String(32), nullable=False),
    sa.Column('cursor', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('doubled', sa.Integer(), nullable=False),
    sa.Column('invalid', sa.Integer(), nullable=False),
    sa.Column('handed', sa.Integer(), nullable=False),
    sa.Column('estimate', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_campaign_runs_campaign_id_campaigns')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_runs')),
    sa.UniqueConstraint('campaign_id', 'number', name=op.f('uq_campaign_runs_campaign_id_number'))
    )
    op.create_table('campaign_counts',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('flag', sa.String(), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('parts', sa.Integer(), nullable=False),
    sa.Column('spent', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['campaign_runs.id'], name=op.f('fk_campaign_counts_run_id_campaign_runs')),
    sa.PrimaryKeyConstraint('run_id', 'flag', 'slot', name=op.f('pk_campaign_counts'))
    )
    op.create_table('campaign_moves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_campaign_moves_message_id_messages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_moves')),
    sqlite_autoincrement=True
    )
    op.create_table('campaign_recipients',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('flag', sa.String(32), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('parts', sa.Integer(), nullable=False),
    sa.Column('spent', sa.BigInteger(), nullable=False),
    sa.Column('accepted', sa.Boolean(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('content_version', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_campaign_recipients_message_id_messages')),
    sa.ForeignKeyConstraint(['run_id'], ['campaign_runs.id'], name=op.f('fk_campaign_recipients_run_id_campaign_runs')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_recipients')),
    sa.UniqueConstraint('run_id', 'phone', name=op.f('uq_campaign_recipients_run_id_phone')),
    sa.UniqueConstraint('run_id', 'position', name=op.f('uq_campaign_recipients_run_id_position'))
    )
    op.create_index('ix_campaign_recipients_accepted', 'campaign_recipients', ['run_id', 'position'], unique=False, sqlite_where=sa.text('accepted'), postgresql_where=sa.text('accepted'))
    op.create_index('ix_campaign_recipients_flag', 'campaign_recipients', ['run_id', 'flag', 'position'], unique=False)
    op.create_index('ix_campaign_recipients_message', 'campaign_recipients', ['message_id'], unique=False)
    op.create_index('ix_campaign_recipients_pending', 'campaign_recipients', ['run_id', 'country', 'position'], unique=False, sqlite_where=sa.text("flag = 'pending'"), postgresql_where=sa.text("flag = 'pending'"))
    op.create_index('ix_campaign_recipients_phone', 'campaign_recipients', ['phone'], unique=False)
