"""What we wrote first is found when its recipient answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

ALONE = sa.text("conversation_id IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_messages_written_first",
        "messages",
        ["recipient"],
        sqlite_where=ALONE,
        postgresql_where=ALONE,
    )
