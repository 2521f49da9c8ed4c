"""Recipients: without an index that nobody asks."""

from __future__ import annotations

from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.drop_index("ix_campaign_recipients_phone", "campaign_recipients")
