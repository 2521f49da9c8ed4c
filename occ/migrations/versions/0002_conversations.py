"""Webhooks, conversations, messages, interactions and events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table('sender_halts',
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('sender', name=op.f('pk_sender_halts'))
    )
    op.create_table('streams',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('head', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_streams'))
    )
    op.create_table('sweeps',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('swept_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_sweeps'))
    )
    op.create_table('webhooks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('dedupe', sa.String(), nullable=True),
    sa.Column('form', sa.JSON(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('error', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhooks')),
    sa.UniqueConstraint('dedupe', name=op.f('uq_webhooks_dedupe')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('webhooks', schema=None) as batch_op:
        batch_op.create_index('ix_webhooks_pending', ['address', 'id'], unique=False, sqlite_where=sa.text("state = 'new'"), postgresql_where=sa.text("state = 'new'"))
        batch_op.create_index('ix_webhooks_dead', ['id'], unique=False, sqlite_where=sa.text("state = 'dead'"), postgresql_where=sa.text("state = 'dead'"))
    op.create_table('stream_events',
    sa.Column('stream', sa.String(), nullable=False),
    sa.Column('number', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['stream'], ['streams.name'], name=op.f('fk_stream_events_stream_streams')),
    sa.PrimaryKeyConstraint('stream', 'number', name=op.f('pk_stream_events'))
    )
    with op.batch_alter_table('stream_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stream_events_at'), ['at'], unique=False)
    op.create_table('conversations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('address_id', sa.Integer(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('our_address', sa.String(), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('interaction_id', sa.Integer(), nullable=True),
    sa.Column('queue_rank', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_inbound_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unanswered_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_body', sa.String(), nullable=False),
    sa.Column('last_kind', sa.String(32), nullable=False),
    sa.Column('last_direction', sa.String(32), nullable=False),
    sa.ForeignKeyConstraint(['address_id'], ['addresses.id'], name=op.f('fk_conversations_address_id_addresses')),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_conversations_service_id_services')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_conversations_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations')),
    sa.UniqueConstraint('key', name=op.f('uq_conversations_key')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversations_address_id'), ['address_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conversations_closed_at'), ['closed_at'], unique=False)
        batch_op.create_index('ix_conversations_of_user', ['user_id'], unique=False, sqlite_where=sa.text("state != 'closed'"), postgresql_where=sa.text("state != 'closed'"))
        batch_op.create_index('ix_conversations_queue', ['service_id', 'queue_rank', 'waiting_since', 'id'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.create_index('one_open_conversation', ['address_id', 'service_id'], unique=True, sqlite_where=sa.text("state != 'closed'"), postgresql_where=sa.text("state != 'closed'"))
    op.create_table('interactions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('via', sa.String(32), nullable=False),
    sa.Column('why', sa.JSON(), nullable=True),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('offer_ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ending', sa.String(32), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_interactions_conversation_id_conversations')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_interactions_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interactions')),
    sa.UniqueConstraint('key', name=op.f('uq_interactions_key'))
    )
    with op.batch_alter_table('interactions', schema=None) as batch_op:
        batch_op.create_index('ix_interactions_live', ['user_id'], unique=False, sqlite_where=sa.text("state != 'ended'"), postgresql_where=sa.text("state != 'ended'"))
        batch_op.create_index('ix_interactions_offers', ['offer_ends_at'], unique=False, sqlite_where=sa.text("state = 'offered'"), postgresql_where=sa.text("state = 'offered'"))
        batch_op.create_index('one_live_interaction', ['conversation_id'], unique=True, sqlite_where=sa.text("state != 'ended'"), postgresql_where=sa.text("state != 'ended'"))
    op.create_table('messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(32), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('line', sa.JSON(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('provider_sid', sa.String(), nullable=True),
    sa.Column('webhook_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('client_id', sa.String(), nullable=True),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('hand_over', sa.String(32), nullable=True),
    sa.Column('delivery', sa.String(32), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=True),
    sa.Column('reason_code', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_messages_author_id_users')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_messages_conversation_id_conversations')),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhooks.id'], name=op.f('fk_messages_webhook_id_webhooks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    sa.UniqueConstraint('author_id', 'client_id', 'part', name=op.f('uq_messages_author_id_client_id_part')),
    sa.UniqueConstraint('key', name=op.f('uq_messages_key')),
    sa.UniqueConstraint('provider_sid', name=op.f('uq_messages_provider_sid')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index('ix_messages_conversation', ['conversation_id', 'id'], unique=False)
        batch_op.create_index('ix_messages_outbox', ['due_at', 'id'], unique=False, sqlite_where=sa.text("hand_over = 'waiting'"), postgresql_where=sa.text("hand_over = 'waiting'"))
    op.create_table('rests',
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('swept', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_rests_conversation_id_conversations')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_rests_user_id_users')),
    sa.PrimaryKeyConstraint('conversation_id', 'user_id', name=op.f('pk_rests'))
    )
    with op.batch_alter_table('rests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rests_until'), ['until'], unique=False)
    op.create_table('attempts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolve_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('looks', sa.Integer(), nullable=False),
    sa.Column('provider_sid', sa.String(), nullable=True),
    sa.Column('error_code', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_attempts_message_id_messages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempts')),
    sa.UniqueConstraint('key', name=op.f('uq_attempts_key'))
    )
    with op.batch_alter_table('attempts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempts_message_id'), ['message_id'], unique=False)
        batch_op.create_index('ix_attempts_open', ['resolve_at'], unique=False, sqlite_where=sa.text("state IN ('calling', 'lost')"), postgresql_where=sa.text("state IN ('calling', 'lost')"))
