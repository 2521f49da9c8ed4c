"""Who may be connected, and an index of who is next for a conversation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
READY = (
    "connected AND whatsapp AND disabled_at IS NULL AND presence = 'available' "
    "AND seats_taken < max_interactions"
)


def upgrade() -> None:
    op.add_column("users", sa.Column("connected", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE users SET connected = EXISTS (SELECT * FROM leases WHERE leases.user_id = users.id)")
    op.create_index("ix_users_ready", "users", ["seats_taken", "max_interactions", "idle_since"], unique=False, sqlite_where=sa.text(READY), postgresql_where=sa.text(READY))
