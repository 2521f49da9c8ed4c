"""What an agent has closed, and what was accepted in a period, are found by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    for name, columns, where in (
        ("ix_interactions_accepted", ["accepted_at"], "accepted_at IS NOT NULL"),
        ("ix_interactions_closed", ["user_id", "conversation_id"], "ending = 'closed'"),
    ):
        fits = sa.text(where)
        op.create_index(name, "interactions", columns, sqlite_where=fits, postgresql_where=fits)
