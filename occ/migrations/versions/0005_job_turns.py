"""When each job last had its turn; messages nobody knows the fate of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table('job_turns',
    sa.Column('job', sa.String(), nullable=False),
    sa.Column('every_seconds', sa.Float(), nullable=False),
    sa.Column('succeeded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('job', name=op.f('pk_job_turns'))
    )
    op.create_index('ix_messages_unknown', 'messages', ['id'], unique=False, sqlite_where=sa.text("hand_over = 'unknown'"), postgresql_where=sa.text("hand_over = 'unknown'"))
